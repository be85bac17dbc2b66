/** One operator of a fused chain at work on one element. */
import type { ElseDrop, ElseReject, Expr } from "../../../grammar/ast.ts";
import { originOf } from "../../3-plan/origins.ts";
import type { OperatorPlan } from "../../3-plan/plan.ts";
import type { Type } from "../../model/types/type.ts";
import { asValue, call, type Value } from "../code.ts";
import type { Doc } from "../doc.ts";
import { inlineLambda } from "../expression/parameters.ts";
import type { Leave } from "../loop.ts";
import { type At, bare, type Exits } from "../module.ts";
import type { NameHint } from "./name-hint.ts";

/** What differs between a stream, where bodies travel, and an agent's wire, where events do. */
export interface Side {
  /** What a lambda is given. */
  argument(element: Value): Value;
  /** The element with what a lambda made of it. */
  withBody(element: Value, body: Value): Value;
  /** Type of what travels with such bodies. */
  passed(element: Type): Type;
  /** Statements that count and report a dropped element. */
  drop(operator: OperatorPlan, failure: Doc, at: At): Doc[];
  /** Statements that send an element to the rejects. */
  reject(operator: OperatorPlan, target: Expr, element: Value, failure: Doc, at: At): Doc[];
}

/** One operator of a chain with the element that has come to it, and what it needs to write its part of the code. */
export interface Link {
  readonly operator: OperatorPlan;
  readonly element: Value;
  readonly at: At;
  readonly leave: Leave;
  readonly side: Side;
  /** What the steps behind call their elements. */
  readonly hint: NameHint;
  next(element: Value, at: At, leave: Leave): void;
}

/** The argument of that name, which the checker has seen to. */
export function argument(operator: OperatorPlan, name: string, { module }: Pick<At, "module">): Expr {
  const { args } = originOf(module.origins.made, operator.id);
  const value = args.find((arg) => arg.name === name)?.value;
  if (!value) throw new Error(`${operator.id} lacks ${name}`);
  return value;
}

/** What `fn` gives for `args`: its body written out, or a call where it is a function by name. */
export function apply(fn: Expr, args: readonly Value[], at: At, hint: string): Value {
  const inner = bare(fn);
  if (inner.kind === "LambdaExpr") return inlineLambda(inner, args, at, hint);
  return asValue(
    call(
      at.module.emit(fn, at).whole().doc,
      args.map((arg) => arg.whole().doc),
    ),
  );
}

/** `at` with the ways out of a lambda of this operator. */
export function exiting(link: Link, element: Value = link.element): At {
  const exitsBy = (leave: Leave): Exits => ({
    leave(handler, failure, at) {
      at.block.statements.push(...statements(handler, failure, at), leave.statement());
    },
    passOn: link.at.exits.passOn,
    inLoop: () => exitsBy(leave.inLoop()),
  });
  const statements = (handler: ElseDrop | ElseReject, failure: Doc, at: At): Doc[] =>
    handler.kind === "ElseDrop"
      ? link.side.drop(link.operator, failure, at)
      : link.side.reject(link.operator, handler.target, element, failure, at);
  return { ...link.at, exits: exitsBy(link.leave) };
}

/** A string literal with the operator's id. */
export function idText(operator: { readonly id: string }): string {
  return JSON.stringify(operator.id);
}
