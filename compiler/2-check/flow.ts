/** What travels along an agent's wire, and what the agent's parts have been wired to so far. */
import type { AgentDecl, CallExpr, ComponentDecl, Expr, Span } from "../../grammar/ast.ts";
import type { FlowSymbol } from "../checked.ts";
import type { Type } from "../types/type.ts";
import { knownOptions, type Role } from "./component.ts";
import type { CheckContext, Env } from "./context.ts";
import { evaluate } from "./evaluate.ts";

/** One component of an agent, declared with a name or written where it is used. */
export interface Part {
  readonly role: Exclude<Role, "topic">;
  readonly name: string;
  readonly call: CallExpr | null;
  /** Where it is spoken of when it is wired wrongly. */
  readonly span: Span;
  /** Body type: of a source what it gives, of a channel what goes in, of a sink what it takes. */
  element: Type | null;
  /** Headers that every event here has; null as long as nothing has been said. */
  headers: ReadonlySet<string> | null;
  /** Parts before it, by name. */
  readonly from: Part[];
  /** Whether something takes from it; for a sink, whether something (also rejects) goes into it. */
  wired: boolean;
}

/** Events on their way. */
export interface Flow {
  readonly element: Type;
  readonly headers: ReadonlySet<string>;
  /** The component or topic that they come from. */
  readonly root: Part | "topic";
  /** The expression in the program. */
  readonly expr: Expr;
}

/** The agent under check. */
export interface AgentState {
  readonly decl: AgentDecl;
  readonly env: Env;
  readonly parts: Map<ComponentDecl | CallExpr, Part>;
}

/** The component or topic at the root of `a.map(…).filter(…)`. */
export function rootOf(expr: Expr): Expr {
  if (expr.kind === "ParenExpr") return rootOf(expr.value);
  if (expr.kind === "CallExpr" && expr.callee.kind === "MemberExpr") return rootOf(expr.callee.object);
  return expr;
}

/** The part that a root stands for, where it is one of this agent. */
export function partAt(context: CheckContext, state: AgentState, root: Expr): Part | null {
  if (root.kind === "CallExpr") return state.parts.get(root) ?? null;
  const symbol: FlowSymbol | undefined = context.symbols.get(root);
  return symbol?.kind === "component" ? (state.parts.get(symbol.decl) ?? null) : null;
}

/** Headers of the events of `expr`: those of its root, and what each operator on the way adds. */
export function headersOf(context: CheckContext, root: ReadonlySet<string>, expr: Expr): ReadonlySet<string> {
  if (expr.kind === "ParenExpr") return headersOf(context, root, expr.value);
  if (expr.kind !== "CallExpr" || expr.callee.kind !== "MemberExpr") return root;
  const before = headersOf(context, root, expr.callee.object);
  const added = context.calls.has(expr) ? addedHeaders(context, expr) : [ANY_HEADER];
  return new Set([...before, ...added]);
}

/** Stands for all that an operator might have added which is not known. */
export const ANY_HEADER = "*";

/** `adds headerName` of what is called, with the options that the call gives. */
export function addedHeaders(context: CheckContext, call: CallExpr): string[] {
  const bound = context.calls.get(call);
  if (bound?.callee.kind !== "extern") return [];
  const known = knownOptions(context, call);
  return bound.callee.declaration.adds.flatMap((expr) => {
    const value = evaluate(expr, (option) => known.get(option.text));
    return typeof value === "string" ? [value] : [];
  });
}
