/**
 * The places from which a running program can be watched. The emitter calls one hook at each of them; what a probe
 * writes there is compiled in, and a program that nobody asked to watch has none of it.
 */
import type { ElseExpr } from "../../grammar/ast.ts";
import type { OperatorPlan, RouteCasePlan } from "../3-plan/plan.ts";
import type { Type } from "../model/types/type.ts";
import type { Value } from "./code.ts";
import type { Doc } from "./doc.ts";
import { makeRepeatable } from "./expression/parameters.ts";
import type { At, SoleTaker } from "./module.ts";
import { peekAt } from "./peek.ts";
import type { Result } from "./stream/result.ts";

/** Where a function is written once more, for the batches that probes watch closely; null where none does. */
export function watchedAt(at: At): At | null {
  const probes = at.module.probes.flatMap(({ watched }) => watched ?? []);
  return probes.length === 0 ? null : { ...at, module: { ...at.module, probes } };
}

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

/** `operator` gives `element`, of that type. Gives it as it is to be used from there on: what a probe looks at is made once. */
export function leaveOperator(operator: OperatorPlan, element: Value, type: Type, at: At): Value {
  const { probes } = at.module;
  for (const probe of probes) probe.left?.(operator, null, at);
  if (probes.every((probe) => probe.gave === undefined)) return element;
  const made = makeRepeatable(element, operator.name, at, [], type);
  for (const probe of probes) probe.gave?.(operator, peekAt(made), at);
  return made;
}

/** `operator`, which has gathered elements, gives `result`. */
export function leaveWithAll(operator: OperatorPlan, result: Result, at: At): void {
  for (const probe of at.module.probes) {
    probe.left?.(operator, countOf(result), at);
    probe.gaveAll?.(operator, listOf(result), at);
  }
}

/** How many elements a result has. */
function countOf(result: Result): Doc {
  switch (result.kind) {
    case "list":
      return [result.doc, `.${result.size}`];
    case "one":
      return "1";
    case "perhaps":
      return [result.code.doc, " === undefined ? 0 : 1"];
  }
}

function listOf(result: Result): Doc {
  switch (result.kind) {
    case "list":
      return result.doc;
    case "one":
      return ["[", result.code.doc, "]"];
    case "perhaps":
      return [result.code.doc, " === undefined ? [] : [", result.code.doc, "]"];
  }
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
