/** Headers of events on an agent's wire: which every event has, and which an event may have. */
import type { CallExpr, Expr } from "../../../grammar/ast.ts";
import type { BoundArgument } from "../../model/checked.ts";
import type { AddedHeader } from "../../model/declaration.ts";
import type { Known } from "../../model/known.ts";
import { knownOptions } from "../call/component.ts";
import type { CheckContext, EventHeaders } from "../context/context.ts";
import { constants, evaluate } from "../value/evaluate.ts";

/** Which headers events have at a place in a flow. */
export interface Headers extends EventHeaders {
  /** False where something went wrong on the way: nothing more is said of headers then. */
  readonly understood: boolean;
}

/** Headers of events that have none for certain. */
export const NO_HEADERS: Headers = headers([], []);

/** Behind what is wrong. */
export const UNKNOWN_HEADERS: Headers = { sure: new Set(), possible: null, understood: false };

/** A record of a topic says where and when it was written. It has a `key` where it was written with one, and all that its writer set. */
export const RECORD_HEADERS: Headers = headers(["timestamp", "topic", "partition", "offset"], null);

/** What a stream's sink gets with each element. */
export const STREAM_HEADERS: Headers = headers(["timestamp"], ["timestamp"]);

function headers(sure: Iterable<string>, possible: Iterable<string> | null): Headers {
  return { sure: new Set(sure), possible: possible === null ? null : new Set(possible), understood: true };
}

/** Headers of what a source gives. One of the user's own that says nothing of headers may set any. */
export function headersOfSource(context: CheckContext, call: CallExpr): Headers {
  return context.calls.has(call) ? behind(context, NO_HEADERS, call) : UNKNOWN_HEADERS;
}

/** Headers of the events of `expr`: those of its root, changed by each operator on the way. */
export function headersBehind(context: CheckContext, root: Headers, expr: Expr): Headers {
  if (expr.kind === "ParenExpr") return headersBehind(context, root, expr.value);
  if (expr.kind !== "CallExpr" || expr.callee.kind !== "MemberExpr") return root;
  const before = headersBehind(context, root, expr.callee.object);
  return context.calls.has(expr) ? behind(context, before, expr) : UNKNOWN_HEADERS;
}

/** Of events that come from either. */
export function eitherHeaders(a: Headers, b: Headers): Headers {
  return {
    sure: new Set([...a.sure].filter((name) => b.sure.has(name))),
    possible: a.possible === null || b.possible === null ? null : new Set([...a.possible, ...b.possible]),
    understood: a.understood && b.understood,
  };
}

/** The same events with these headers, too. */
export function alsoHaving({ sure, possible, understood }: Headers, names: readonly string[]): Headers {
  return {
    sure: new Set([...sure, ...names]),
    possible: possible === null ? null : new Set([...possible, ...names]),
    understood,
  };
}

/** `before` with what the call of a source, operator or sink says that it adds. */
export function behind(context: CheckContext, before: Headers, call: CallExpr): Headers {
  const bound = context.calls.get(call);
  if (bound?.callee.kind !== "extern") return before;
  const { declaration, unit } = bound.callee;
  const known = knownOptions(context, call);
  const sure = new Set(before.sure);
  for (const option of declaration.removes) remove(context, sure, bound.args, option, known);
  // What the standard library does not say of its headers is not so; a module of the user's own may do anything.
  const saysAll =
    unit.stdlib || declaration.from === null || declaration.adds.length > 0 || declaration.brings.length > 0;
  let possible = before.possible === null || !saysAll ? null : new Set(before.possible);
  for (const added of [...declaration.adds, ...declaration.brings]) {
    if (added.where.some((option) => known.get(option) === false)) continue;
    const names = isAny(added, bound.args) ? null : namesOf(context, added, bound.args, known);
    if (names === null) possible = null;
    const isSure =
      declaration.adds.includes(added) &&
      added.where.every((option) => known.get(option) === true) &&
      !mayBeNull(context, declaration.computes, bound.args);
    for (const { name, always } of names ?? []) {
      if (isSure && always) sure.add(name);
      possible?.add(name);
    }
  }
  return { sure, possible, understood: before.understood };
}

/** `brings any`, unless an option is called so. */
function isAny({ header }: AddedHeader, args: readonly BoundArgument[]): boolean {
  return header.kind === "NameExpr" && header.text === "any" && args.every(({ name }) => name !== "any");
}

/** Takes from `sure` what the option names: all, where that is not known before the start. */
function remove(
  context: CheckContext,
  sure: Set<string>,
  args: readonly BoundArgument[],
  option: string,
  known: ReadonlyMap<string, Known>,
): void {
  const value = args.find(({ name }) => name === option)?.value;
  const one = known.get(option);
  if (value == null || one === null) return;
  const elements = value.kind === "ArrayExpr" ? value.elements : [];
  const names = [
    one,
    ...elements.map((element) =>
      element.kind === "Spread" ? undefined : evaluate(element, constants(context.symbols)),
    ),
  ];
  if (elements.length > 0) names.shift();
  for (const name of names) {
    if (typeof name === "string") sure.delete(name);
    else sure.clear();
  }
}

interface Named {
  readonly name: string;
  /** Otherwise it is not there where a regex does not match. */
  readonly always: boolean;
}

/** Null where that is not known before the start. */
function namesOf(
  context: CheckContext,
  { header }: AddedHeader,
  args: readonly BoundArgument[],
  known: ReadonlyMap<string, Known>,
): readonly Named[] | null {
  const value = evaluate(header, (option) => known.get(option.text));
  if (typeof value === "string") return [{ name: value, always: true }];
  if (value === null) return [];
  const arg = header.kind === "NameExpr" ? args.find(({ name }) => name === header.text) : undefined;
  return arg?.value == null ? null : keysOf(context, arg.value);
}

/** Keys of `[("a", x), …].toMap()`, also where a lambda gives it; names of the groups of a regex. */
function keysOf(context: CheckContext, expr: Expr): readonly Named[] | null {
  if (expr.kind === "ParenExpr") return keysOf(context, expr.value);
  if (expr.kind === "LambdaExpr") return keysOf(context, expr.body.kind === "Block" ? expr.body.result : expr.body);
  const type = context.types.get(expr);
  if (type?.kind === "generic" && type.name === "Regex") {
    const [groups] = type.args;
    return groups?.kind === "record" ? groups.fields.map(({ name }) => ({ name, always: false })) : null;
  }
  if (expr.kind !== "CallExpr" || expr.callee.kind !== "MemberExpr" || expr.callee.object.kind !== "ArrayExpr")
    return null;
  const inner = keysOfValues(context, expr.callee.object.elements);
  if (inner !== null) return inner;
  const keys = expr.callee.object.elements.map((element) => {
    const first = element.kind === "TupleExpr" ? element.elements[0] : undefined;
    return first === undefined ? undefined : evaluate(first, constants(context.symbols));
  });
  return keys.every((key) => typeof key === "string") ? keys.map((name) => ({ name, always: true })) : null;
}

/** Of a map of maps, which gives some events these headers and others those: the keys of all. */
function keysOfValues(
  context: CheckContext,
  elements: readonly (Expr | { readonly kind: "Spread" })[],
): readonly Named[] | null {
  const values = elements.map((element) => (element.kind === "TupleExpr" ? element.elements[1] : undefined));
  const isMap = (value: Expr | undefined) => {
    const type = value === undefined ? undefined : context.types.get(value);
    return type?.kind === "map";
  };
  if (values.length === 0 || !values.every(isMap)) return null;
  const keys = values.map((value) => (value === undefined ? null : keysOf(context, value)));
  return keys.every((one) => one !== null) ? keys.flat().map(({ name }) => ({ name, always: false })) : null;
}

/** Whether a function of the event that gives the header's text may give none. */
function mayBeNull(context: CheckContext, computes: readonly string[], args: readonly BoundArgument[]): boolean {
  return args.some(({ name, value }) => {
    const type = value === null || !computes.includes(name) ? undefined : context.types.get(value);
    return type?.kind === "function" && (type.result.kind === "nullable" || type.result.kind === "null");
  });
}
