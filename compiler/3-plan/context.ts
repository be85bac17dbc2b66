import type { AgentDecl, CallExpr, Expr, Node, StreamDecl, TopicDecl } from "../../grammar/ast.ts";
import type { BoundCall, Checked, FlowSymbol } from "../checked.ts";
import { ERROR } from "../types/construct.ts";
import type { Type } from "../types/type.ts";
import { createNames } from "./names.ts";
import { createPlaces, type Places } from "./place.ts";

/** What has a place of its own in a plan. */
export type PlannedDecl = TopicDecl | AgentDecl | StreamDecl;

/** What every part of the planner reads. */
export interface PlanContext {
  readonly checked: Checked;
  readonly places: Places;
  /** Id of each topic, agent and stream: its name, numbered where two files use the same. */
  readonly ids: ReadonlyMap<PlannedDecl, string>;
}

export function createPlanContext(checked: Checked): PlanContext {
  const names = createNames();
  const ids = new Map<PlannedDecl, string>();
  for (const unit of checked.units) {
    for (const decl of unit.tree.declarations) {
      if (decl.kind === "TopicDecl" || decl.kind === "AgentDecl" || decl.kind === "StreamDecl") {
        ids.set(decl, names.take(decl.name.text));
      }
    }
  }
  return { checked, places: createPlaces(checked.entry), ids };
}

/** Id of a planned declaration. */
export function idOf(context: PlanContext, decl: PlannedDecl): string {
  return context.ids.get(decl) ?? decl.name.text;
}

/** The expression inside any parentheses. */
export function bare(expr: Expr): Expr {
  return expr.kind === "ParenExpr" ? bare(expr.value) : expr;
}

/** The symbol that an expression is, where it is just a name (`c1`, `a1.c1`). */
export function symbolOf(context: PlanContext, expr: Node): FlowSymbol | null {
  return context.checked.symbols.get(expr) ?? null;
}

/** A call of something declared, with its parts in place; null for anything else. */
export function callOf(
  context: PlanContext,
  expr: Expr,
): { readonly call: CallExpr; readonly bound: BoundCall } | null {
  if (expr.kind !== "CallExpr") return null;
  const bound = context.checked.calls.get(expr);
  return bound === undefined ? null : { call: expr, bound };
}

/** The topic that `topic.from(…)` reads; null for every other call. */
export function readsTopic(context: PlanContext, bound: BoundCall): TopicDecl | null {
  if (bound.receiver === null || bound.callee.decl.name.text !== "from") return null;
  const symbol = symbolOf(context, bare(bound.receiver));
  return symbol?.kind === "topic" ? symbol.decl : null;
}

/** `T` of `DStream<T>`, `Events<T>`, `Topic<T>` and the other things that events pass. */
export function elementOf(type: Type | undefined): Type {
  return type?.kind === "generic" && type.name !== "Regex" ? (type.args[0] ?? ERROR) : ERROR;
}
