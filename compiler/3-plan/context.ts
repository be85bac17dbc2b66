import type { AgentDecl, CallExpr, Expr, Node, StreamDecl, TableDecl, TopicDecl } from "../../grammar/ast.ts";
import type { BoundCall, Checked, FlowSymbol } from "../model/checked.ts";
import { ERROR } from "../model/types/construct.ts";
import type { Type } from "../model/types/type.ts";
import { createNames } from "./names.ts";
import { createOrigins, type OriginsDraft } from "./origins.ts";
import { createPlaces, type Places } from "./place.ts";

/** What has a place of its own in a plan. */
export type PlannedDecl = TopicDecl | TableDecl | AgentDecl | StreamDecl;

/** What every part of the planner reads. */
export interface PlanContext {
  readonly checked: Checked;
  readonly places: Places;
  /** Id of each topic, table, agent and stream: its name, numbered where two files use the same. */
  readonly ids: ReadonlyMap<PlannedDecl, string>;
  /** What is kept for each is kept under this: its id, or the name that it had before, `was "old"`. */
  readonly keptIds: ReadonlyMap<PlannedDecl, string>;
  /** What the plan is made from, as it grows. */
  readonly origins: OriginsDraft;
}

/** A context for one plan, with no id given yet. */
export function createPlanContext(checked: Checked): PlanContext {
  const names = createNames();
  const ids = new Map<PlannedDecl, string>();
  const keptIds = new Map<PlannedDecl, string>();
  for (const unit of checked.units) {
    for (const decl of unit.tree.declarations) {
      if (isPlanned(decl)) {
        const id = names.take(decl.name.text);
        ids.set(decl, id);
        // Of a table nothing is kept.
        if (decl.kind !== "TableDecl") keptIds.set(decl, decl.was?.value ?? id);
      }
    }
  }
  return { checked, places: createPlaces(checked.entry), ids, keptIds, origins: createOrigins() };
}

function isPlanned(decl: Node): decl is PlannedDecl {
  return /^(Topic|Table|Agent|Stream)Decl$/.test(decl.kind);
}

/** Id of a planned declaration. */
export function idOf(context: PlanContext, decl: PlannedDecl): string {
  return context.ids.get(decl) ?? decl.name.text;
}

/** What a planned declaration keeps is kept under this name. */
export function keptIdOf(context: PlanContext, decl: PlannedDecl): string {
  return context.keptIds.get(decl) ?? decl.name.text;
}

/**
 * The former form of a name that was made of a topic's: `hits2` was `visits2`, where topic `hits` was `visits`. The same
 * name for a topic that has no other.
 */
export function keptNameOf(name: string, { name: topic, was }: TopicDecl): string {
  return was !== null && name.startsWith(topic.text) ? `${was.value}${name.slice(topic.text.length)}` : name;
}

/** The expression inside any parentheses. */
export function bare(expr: Expr): Expr {
  return expr.kind === "ParenExpr" ? bare(expr.value) : expr;
}

/** The symbol that an expression is, where it is just a name (`c1`, `a1.c1`). */
export function symbolOf(context: PlanContext, expr: Node): FlowSymbol | null {
  return context.checked.symbols.get(expr) ?? null;
}

/** A call, and what the checker bound in it. */
export interface PlannedCall {
  readonly call: CallExpr;
  readonly bound: BoundCall;
}

/** A call of something declared, with its parts in place; null for anything else. */
export function callOf(context: PlanContext, expr: Expr): PlannedCall | null {
  if (expr.kind !== "CallExpr") return null;
  const bound = context.checked.calls.get(expr);
  return bound === undefined ? null : { call: expr, bound };
}

/** The topic that `topic.from(…)` reads; null for every other call. */
export function readsTopic(context: PlanContext, bound: BoundCall): TopicDecl | null {
  if (bound.receiver === null || bound.callee.kind !== "extern" || !bound.callee.declaration.reader) return null;
  const symbol = symbolOf(context, bare(bound.receiver));
  return symbol?.kind === "topic" ? symbol.decl : null;
}

/** `T` of `DStream<T>`, `Events<T>`, `Topic<T>` and the other things that events pass. */
export function elementOf(type: Type | undefined): Type {
  return type?.kind === "generic" && type.name !== "Regex" ? (type.args[0] ?? ERROR) : ERROR;
}
