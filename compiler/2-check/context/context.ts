import type {
  CallExpr,
  ElseExpr,
  Expr,
  LambdaExpr,
  LetStmt,
  Name,
  Node,
  Span,
  TryExpr,
  TypeNode,
} from "../../../grammar/ast.ts";
import type { Diagnostic, Fix, Label } from "../../../grammar/diagnostic.ts";
import { suggest } from "../../../grammar/did-you-mean.ts";
import type { Reported } from "../../../grammar/message.ts";
import type { Scopes } from "../../1-resolve/scope.ts";
import type { BoundCall, Demand, Exit, FlowSymbol, Unit } from "../../model/checked.ts";
import { messages } from "../../model/messages/messages.ts";
import type { Type } from "../../model/types/type.ts";
import { Locals } from "./locals.ts";
import type { KeySet, Table } from "./table.ts";

/** What is being found out. Where a key is a file, the value is what stands in it. */
export interface Tables {
  readonly types: Table<Node, Type>;
  readonly symbols: Table<Node, FlowSymbol>;
  readonly calls: Table<CallExpr, BoundCall>;
  readonly destructured: KeySet<LambdaExpr>;
  /** See `headers` of `Checked`. */
  readonly headers: Table<Node, ReadonlySet<string>>;
  readonly diagnostics: Diagnostic[];
  /** Functions whose body is not of the type that is written: which of the two is wrong, callers cannot know. */
  readonly poisoned: KeySet<Node>;
  /** Declarations of any file that something in the file refers to. */
  readonly used: Map<Unit, Set<Node>>;
  /** Functions, constants and types that another of these refers to. */
  readonly uses: Map<Finite, Set<FiniteSymbol>>;
  /** What leaves the element or function around it. */
  readonly exits: Map<Unit, Set<Exit>>;
  /** What handles a value of a type that neither fails nor is null: needless, unless the value can leave its range. */
  readonly doubted: Map<Unit, Set<ElseExpr | TryExpr>>;
  /** Every `let` that was met. */
  readonly lets: Map<Unit, Set<LetStmt>>;
  /** Calls of components that claim something for themselves (`exclusive port`). */
  readonly claims: Map<Unit, Set<CallExpr>>;
  /** What has to hold, and is not known before the start. */
  readonly demands: Map<Unit, Set<Demand>>;
}

/** The tables being filled, and the ways back into the checker that every construct needs. */
export interface CheckContext extends Tables {
  readonly scopes: Scopes;
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

/** What must end: it may not come back to itself. */
export type FiniteSymbol = Extract<FlowSymbol, { kind: "fn" | "const" | "type" }>;
/** A declaration that must not need itself: a type, a constant or a function without a written result. */
export type Finite = FiniteSymbol["decl"];

/** Which headers events have on an agent's wire. */
export interface EventHeaders {
  /** Every event has these. */
  readonly sure: ReadonlySet<string>;
  /** No event has others; null where it may have any. */
  readonly possible: ReadonlySet<string> | null;
}

/** Where an expression stands: what it sees, and what may be said there. */
export interface Env {
  readonly unit: Unit;
  /** The declaration around, where it is one that must end. */
  readonly within: Finite | null;
  /** Names of lambdas, blocks, streams and agents, innermost last. */
  readonly locals: Locals;
  readonly where: "module" | "agent" | "stream" | "test";
  /** Whether nothing but values may stand here: everywhere but on wires, and where a test or an option names a part. */
  readonly onlyValues: boolean;
  /** Type parameters of the declaration around. */
  readonly typeParams: ReadonlySet<string>;
  /** Result type of the `fn` around, when it is written. */
  readonly fnResult: Type | null;
  /** Inside the lambda of an operator: what one element is, for `else drop` and its like. */
  readonly element: Type | null;
  /** Headers of what comes out of an expression, on the wires of an agent; null elsewhere. */
  readonly headersBehind: ((expr: Expr) => EventHeaders) | null;
  /** Where the lambda of an operator of a wire stands: of the events that it is given; null elsewhere. */
  readonly eventHeaders: EventHeaders | null;
  /** Headers that an event may have, by the name of the event here, where they are known. */
  readonly possibleHeaders: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names and member chains (`a.b`) whose type is known better here than at their declaration. */
  readonly narrowed: ReadonlyMap<string, Type>;
}

/** The environment of a file's top level, or of what stands directly in a declaration there. */
export function moduleEnv(unit: Unit, within: Finite | null = null): Env {
  return {
    unit,
    within,
    locals: Locals.none,
    where: "module",
    onlyValues: true,
    typeParams: NO_NAMES,
    fnResult: null,
    element: null,
    headersBehind: null,
    eventHeaders: null,
    possibleHeaders: NO_HEADERS,
    narrowed: NOTHING_NARROWED,
  };
}

const NO_NAMES: ReadonlySet<string> = new Set();
const NO_HEADERS: Env["possibleHeaders"] = new Map();
const NOTHING_NARROWED: Env["narrowed"] = new Map();

/** `env` where values are computed: inside a lambda or an operand. */
export function amongValues(env: Env): Env {
  return env.onlyValues ? env : { ...env, onlyValues: true };
}

/** `env` with more local names. A new name hides what was known better about an old one. */
export function withLocals(env: Env, added: Iterable<readonly [string, FlowSymbol]>): Env {
  const more = [...added];
  let { narrowed, possibleHeaders } = env;
  for (const [name] of more) {
    if (possibleHeaders.has(name)) {
      possibleHeaders = new Map([...possibleHeaders].filter(([event]) => event !== name));
    }
    if (narrowed.size === 0) continue;
    narrowed = new Map([...narrowed].filter(([key]) => key !== name && !key.startsWith(`${name}.`)));
  }
  return { ...env, locals: env.locals.with(more), narrowed, possibleHeaders };
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
  more: { readonly labels?: readonly Label[]; readonly fixes?: readonly Fix[] } = {},
): void {
  if (env.unit.stdlib) return;
  context.diagnostics.push({ ...reported, file: env.unit.path, span, ...more });
}

/** Beyond so many faults nobody reads what was probably meant, and to look for each among all names takes minutes. */
const MOST_SUGGESTIONS = 100;

/** The one of `candidates` that `name` was probably meant to be; null for none, and in a program with very many faults. */
export function nearest(
  { diagnostics }: CheckContext,
  name: string,
  candidates: () => Iterable<string>,
): string | null {
  return diagnostics.length > MOST_SUGGESTIONS ? null : suggest(name, candidates());
}

/** The edit of a "did you mean". */
export function renameFix(span: Span, to: string): Fix {
  return { title: `Write \`${to}\``, edits: [{ span, text: to }], safe: true };
}

/** "Did you mean …?" or what else to say. */
export function didYouMean(near: string | null, otherwise: string): string {
  return near === null ? otherwise : `Did you mean \`${near}\`?`;
}

/** Records that `node` stands for `symbol`, which is used thereby. */
export function refer(context: CheckContext, env: Env, node: Node, symbol: FlowSymbol): void {
  context.symbols.set(node, symbol);
  use(context, env, symbol);
}

/** Records that something at `env` refers to `symbol`. */
export function use(context: CheckContext, { unit, within }: Env, symbol: FlowSymbol): void {
  addTo(context.used, unit, symbol.decl);
  if (within === null || (symbol.kind !== "fn" && symbol.kind !== "const" && symbol.kind !== "type")) return;
  // What type a function's parameter has is no step of a cycle.
  if ((symbol.kind === "type") === (within.kind === "TypeDecl")) addTo(context.uses, within, symbol);
}

/** Whether anything refers to `decl`. */
export function isUsed(context: CheckContext, decl: Node): boolean {
  for (const used of context.used.values()) if (used.has(decl)) return true;
  return false;
}

/** Adds `value` to the set of `key`. */
export function addTo<Key, Value>(sets: Map<Key, Set<Value>>, key: Key, value: Value): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}

/** Records which headers are known of the events that come to `node`. */
export function recordHeaders(context: CheckContext, node: Node, { possible, sure }: EventHeaders): void {
  const before = context.headers.get(node);
  const known = possible ?? sure;
  context.headers.set(node, before === undefined ? known : new Set([...before, ...known]));
}

/** Records and returns the type of a node. */
export function typed(context: CheckContext, node: Node, type: Type): Type {
  context.types.set(node, type);
  return type;
}
