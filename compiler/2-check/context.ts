import type { CallExpr, Expr, LambdaExpr, Name, Node, Span, TypeNode } from "../../grammar/ast.ts";
import type { Diagnostic, Fix, Label } from "../../grammar/diagnostic.ts";
import type { Reported } from "../../grammar/message.ts";
import type { Scopes } from "../1-resolve/scope.ts";
import type { BoundCall, FlowSymbol, Unit } from "../checked.ts";
import { messages } from "../messages.ts";
import type { Type } from "../types/type.ts";

/** The tables being filled, and the two ways back into the checker that every construct needs. */
export interface CheckContext {
  readonly scopes: Scopes;
  readonly types: Map<Node, Type>;
  readonly symbols: Map<Node, FlowSymbol>;
  readonly calls: Map<CallExpr, BoundCall>;
  readonly destructured: Set<LambdaExpr>;
  readonly diagnostics: Diagnostic[];
  /** Functions whose body is not of the type that is written: which of the two is wrong, callers cannot know. */
  readonly doubtful: Set<Node>;
  /** Symbols' declarations that something refers to. */
  readonly used: Set<Node>;
  /** `agent.part` wherever the program says so outside the agent: a stream may be what empties a channel. */
  readonly readParts: ReadonlySet<string>;
  /**
   * Type of an expression. `expected` is a wish that literals, lambdas and records take up; whether the result fits
   * is the caller's to ask.
   */
  check(expr: Expr, expected: Type | null, env: Env): Type;
  /** Type that a written type stands for; unknown names are reported. */
  typeOf(node: TypeNode, env: Env): Type;
  /** Type of what a symbol stands for when it is used as a value. */
  typeOfSymbol(symbol: FlowSymbol, at: Node, env: Env): Type;
}

/** Where an expression stands: what it sees, and what may be said there. */
export interface Env {
  readonly unit: Unit;
  /** Names of lambdas, blocks, streams and agents, innermost last. */
  readonly locals: ReadonlyMap<string, FlowSymbol>;
  readonly where: "module" | "agent" | "stream" | "test";
  /** Type parameters of the declaration around. */
  readonly typeParams: ReadonlySet<string>;
  /** Result type of the `fn` around, when it is written. */
  readonly fnResult: Type | null;
  /** Inside the lambda of an operator: what one element is, for `else drop` and its like. */
  readonly element: Type | null;
  /** Names and member chains (`a.b`) whose type is known better here than at their declaration. */
  readonly narrowed: ReadonlyMap<string, Type>;
}

/** The environment of a file's top level. */
export function moduleEnv(unit: Unit): Env {
  return {
    unit,
    locals: new Map(),
    where: "module",
    typeParams: new Set(),
    fnResult: null,
    element: null,
    narrowed: new Map(),
  };
}

/** `env` with more local names. A new name hides what was known better about an old one. */
export function withLocals(env: Env, added: Iterable<readonly [string, FlowSymbol]>): Env {
  const locals = new Map(env.locals);
  const narrowed = new Map(env.narrowed);
  for (const [name, symbol] of added) {
    locals.set(name, symbol);
    for (const key of narrowed.keys()) if (key === name || key.startsWith(`${name}.`)) narrowed.delete(key);
  }
  return { ...env, locals, narrowed };
}

/** Whether `name` is new in a list of names, of which `seen` has those before it; reports it where it is not. */
export function declareOnce(context: CheckContext, env: Env, seen: Map<string, Name>, name: Name): boolean {
  const first = seen.get(name.text);
  if (name.text === "" || name.text === "_") return false;
  if (first === undefined) {
    seen.set(name.text, name);
    return true;
  }
  const labels = [{ span: first.span, message: "first declared here" }];
  report(context, env, name.span, messages.report("FLOW2002", { name: name.text }), { labels });
  return false;
}

/** Adds a diagnostic at `span` of the environment's file. */
export function report(
  context: CheckContext,
  env: { readonly unit: Unit },
  span: Span,
  reported: Reported,
  more: { readonly label?: string; readonly labels?: readonly Label[]; readonly fixes?: readonly Fix[] } = {},
): void {
  if (env.unit.stdlib) return;
  context.diagnostics.push({ ...reported, file: env.unit.path, span, ...more });
}

/** The edit of a "did you mean". */
export function renameFix(span: Span, to: string): Fix {
  return { title: `Write \`${to}\``, edits: [{ span, text: to }], safe: true };
}

/** "Did you mean …?" or what else to say. */
export function didYouMean(near: string | null, otherwise: string): string {
  return near === null ? otherwise : `Did you mean \`${near}\`?`;
}

/** Records and returns the type of a node. */
export function typed(context: CheckContext, node: Node, type: Type): Type {
  context.types.set(node, type);
  return type;
}
