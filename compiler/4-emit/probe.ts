/**
 * The places from which a running program can be watched. The emitter calls one hook at each of them; what a probe
 * writes there is compiled in, and a program that nobody asked to watch has none of it.
 */
import type { ElseExpr } from "../../grammar/ast.ts";
import type { OperatorPlan, RouteCasePlan } from "../3-plan/plan.ts";
import type { Type } from "../model/types/type.ts";
import type { Doc } from "./doc.ts";
import type { At, SoleTaker } from "./module.ts";

/** A function begins, in which elements pass these operators. */
export function beginFunction(operators: readonly OperatorPlan[], soleTaker: SoleTaker, at: At): void {
  for (const probe of at.module.probes) probe.begin?.(operators, soleTaker, at);
}

/** It ends. */
export function endFunction(operators: readonly OperatorPlan[], at: At): void {
  for (const probe of at.module.probes) probe.end?.(operators, at);
}

/** `operator` is given an element, or `count` of them at once. */
export function enterOperator(operator: OperatorPlan, at: At, count: Doc | null = null): void {
  for (const probe of at.module.probes) probe.entered?.(operator, count, at);
}

/** `operator`, which has gathered elements, makes its results of them. */
export function resumeOperator(operator: OperatorPlan, at: At): void {
  for (const probe of at.module.probes) probe.resumed?.(operator, at);
}

/** `operator` has given an element, or `count` of them. */
export function leaveOperator(operator: OperatorPlan, at: At, count: Doc | null = null): void {
  for (const probe of at.module.probes) probe.left?.(operator, count, at);
}

/** A case of a route was chosen. */
export function chooseCase(one: RouteCasePlan, at: At): void {
  for (const probe of at.module.probes) probe.chosen?.(one, at);
}

/** There was no value, and `else` has to say what then. */
export function handleFailure(expr: ElseExpr, at: At): void {
  for (const probe of at.module.probes) probe.failed?.(expr, at);
}

/** A component where it stands in the program: `made`, or what the probes make of it. */
export function probeComponent(role: "source" | "channel" | "sink", made: Doc, at: At): Doc {
  return at.module.probes.reduce((doc, probe) => probe.component?.(role, doc, at) ?? doc, made);
}

/** What a flow or stream with these operators tells the runtime of its probes. */
export function probeProperties(operators: readonly OperatorPlan[], at: At): Doc[] {
  return at.module.probes.flatMap((probe) => probe.properties?.(operators, at) ?? []);
}

/** What a way out that bodies of this type leave by tells the runtime of its probes. */
export function wayOutProperties(element: Type, at: At): Doc[] {
  return at.module.probes.flatMap((probe) => probe.wayOut?.(element, at) ?? []);
}
