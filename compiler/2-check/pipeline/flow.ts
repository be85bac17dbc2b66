/** What travels along an agent's wire, and what the agent's parts have been wired to so far. */
import type { AgentDecl, CallExpr, ComponentDecl, Expr, Span } from "../../../grammar/ast.ts";
import type { FlowSymbol } from "../../model/checked.ts";
import type { Type } from "../../model/types/type.ts";
import type { Role } from "../call/component.ts";
import type { CheckContext, Env } from "../context/context.ts";
import type { Headers } from "./headers.ts";

/** One component of an agent, declared with a name or written where it is used. */
export interface AgentPart {
  readonly role: Exclude<Role, "topic">;
  readonly name: string;
  readonly call: CallExpr | null;
  /** Where it is reported when it is wired wrongly. */
  readonly span: Span;
  /** Body type: of a source what it gives, of a channel what goes in, of a sink what it takes. */
  element: Type | null;
  /** Of the events here; null as long as nothing has been said. */
  headers: Headers | null;
  /** Parts before it, by name. */
  readonly from: AgentPart[];
  /** Whether something takes from it; for a sink, whether something (also rejects) goes into it. */
  wired: boolean;
}

/** Events on their way. */
export interface Flow {
  readonly element: Type;
  readonly headers: Headers;
  /** The component or topic that they come from. */
  readonly root: AgentPart | "topic";
  /** The expression in the program. */
  readonly expr: Expr;
}

/** The agent under check. */
export interface AgentState {
  readonly decl: AgentDecl;
  readonly env: Env;
  readonly parts: Map<ComponentDecl | CallExpr, AgentPart>;
}

/** Where the options of a component are read: its own name means there what it means outside of the agent. */
export function envOfOptions({ env }: AgentState, call: CallExpr): Env {
  const own = [...env.locals.all()].find(([, symbol]) => symbol.kind === "component" && symbol.decl.value === call);
  return own === undefined ? env : { ...env, locals: env.locals.without(own[0]) };
}

/** The component or topic at the root of `a.map(…).filter(…)`. */
export function rootOf(expr: Expr): Expr {
  if (expr.kind === "ParenExpr") return rootOf(expr.value);
  if (expr.kind === "CallExpr" && expr.callee.kind === "MemberExpr") return rootOf(expr.callee.object);
  return expr;
}

/** The part that a root stands for, where it is one of this agent. */
export function partAt(context: CheckContext, state: AgentState, root: Expr): AgentPart | null {
  if (root.kind === "CallExpr") return state.parts.get(root) ?? null;
  const symbol: FlowSymbol | undefined = context.symbols.get(root);
  return symbol?.kind === "component" ? (state.parts.get(symbol.decl) ?? null) : null;
}
