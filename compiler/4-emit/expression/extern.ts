/** Functions and fields that are declared and done elsewhere: in a module, or by JavaScript itself. */
import type { Expr } from "../../../grammar/ast.ts";
import type { BoundArgument, Extern } from "../../model/checked.ts";
import { mentions, schemaParams, writesTypes } from "../../model/schema-params.ts";
import { ERROR } from "../../model/types/construct.ts";
import type { Type } from "../../model/types/type.ts";
import { asValue, BINDING, type Code, call, member, operation, parenthesize, type Value } from "../code.ts";
import { type Doc, group, indented, LINE } from "../doc.ts";
import { type At, markOf, placeText, referred, typeOf } from "../module.ts";
import { schemaOf } from "../schema.ts";
import { typed, typeText } from "../types.ts";
import { emitArrayLoop } from "./array-loop.ts";
import { isPrimitive } from "./binary.ts";
import { demandedValue } from "./demand.ts";
import { fillTemplate } from "./emits.ts";
import { hintOf } from "./hint.ts";
import { orNull } from "./or-null.ts";
import { makeRepeatable } from "./parameters.ts";
import { prepare } from "./prepared.ts";
import type { Use } from "./use.ts";

/** A call of an extern function, field or member: its `emits` template, a prepared function, or an import. */
export function emitExtern(symbol: Extern, use: Use, at: At): Value {
  const { from, kind, name } = symbol.declaration;
  const emits = emitsOf(symbol, use);
  const receiver = use.receiver === null ? null : emitReceiver(use.receiver, at);
  const mark = markOf(at, use.at.span);
  const loop = receiver === null ? null : emitArrayLoop(symbol, use, receiver, at);
  if (loop !== null) return asValue(loop);
  if (from === null && emits === null && receiver !== null) {
    const method = member(receiver, name, mark, use.optional);
    const code =
      kind === "field" ? method : call([method.doc, ownTypeArgument(symbol, use, at)], givenArguments(use, at));
    return asValue(use.optional ? orNull(code) : code);
  }
  const upon =
    receiver === null || !use.optional
      ? receiver
      : makeRepeatable(asValue(receiver), hintOf(use.receiver as Expr) ?? "value", at).whole();
  const value =
    emits === null
      ? emitCall(symbol, use, upon, mark, at)
      : asValue(fillTemplate(emits, { receiver: upon, args: filledArguments(symbol, use, at) }, mark, at));
  if (alwaysFails(symbol)) return asValue(call(member(value.whole(), "at").doc, [placeText(at, use.at.span)]));
  if (!use.optional || upon === null) return value;
  const code = value.whole();
  const doc = group(upon.doc, " === null", indented(LINE, "? null", LINE, ": ", parenthesize(code, BINDING.arrow + 1)));
  return asValue(operation(doc, BINDING.conditional, code.widens));
}

/** JavaScript's own form of a function; of one that has a module, too, only for maps whose keys JavaScript compares as we do. */
function emitsOf({ declaration }: Extern, { typeArgs }: Use): string | null {
  const { from, emits, receiver, result } = declaration;
  if (from === null) return emits;
  const map = [receiver, result].find((type) => type?.kind === "map");
  const key = map?.kind === "map" && map.key.kind === "parameter" ? typeArgs.get(map.key.name) : undefined;
  return key !== undefined && isPrimitive(key) ? emits : null;
}

/** Where it stands is where it failed. Other failures get their place where they are handled. */
function alwaysFails({ declaration: { result } }: Extern): boolean {
  return result?.kind === "fallible" && result.type.kind === "never";
}

function emitReceiver(receiver: Expr, at: At): Code {
  return typed(at.module.emit(receiver, at).whole(), typeOf(at, receiver), at.module);
}

/** `<U>` of `reduce`: from the initial value alone TypeScript would find too narrow a type, or that of an element. */
function ownTypeArgument({ declaration }: Extern, use: Use, at: At): string {
  const own = declaration.typeParams.find((name) =>
    declaration.params.some((param) => param.type.kind === "parameter" && param.type.name === name),
  );
  const type = own === undefined || mentions(declaration.receiver ?? ERROR, own) ? undefined : use.typeArgs.get(own);
  if (type === undefined) return "";
  const receiver = use.receiver === null ? ERROR : typeOf(at, use.receiver);
  const isPlain = PLAIN.has(type.kind) && receiver.kind === "array" && !/nullable|union/.test(receiver.element.kind);
  return isPlain ? "" : `<${typeText(at.module, type)}>`;
}

/** Types that TypeScript finds for any value of theirs. */
const PLAIN: ReadonlySet<Type["kind"]> = new Set(["int", "float", "string", "timestamp", "duration", "size"]);

/** `name(receiver, …)` of a module. */
function emitCall(symbol: Extern, use: Use, receiver: Code | null, mark: string, at: At): Value {
  const { declaration } = symbol;
  const prepared = prepare(symbol, use, at);
  if (prepared !== null) {
    const left = use.args.filter((arg) => !prepared.prepared.has(arg.name));
    const args = givenArguments({ ...use, args: left }, at);
    const code = call([mark, prepared.name], receiver === null ? args : [receiver.doc, ...args]);
    return prepared.demand === null ? asValue(code) : demandedValue(code, prepared.demand);
  }
  const name = declaration.from === null ? declaration.name : referred(at, at.module.imports.extern(symbol));
  const args = withoutAbsent(use.args.map((arg) => externArgument(symbol, arg, at)));
  for (const param of schemaParams(declaration)) {
    const type = use.typeArgs.get(param);
    if (type !== undefined) args.push(schemaOf(at, type));
  }
  const typeArgs = use.written || writesTypes(declaration) ? typeArguments(symbol.declaration.typeParams, use, at) : "";
  return asValue(call([mark, name, typeArgs], receiver === null ? args : [receiver.doc, ...args]));
}

/** `<string, number>`: what a call has found for all `typeParams`, else nothing. */
export function typeArguments(typeParams: readonly string[], use: Use, at: At): string {
  const types = typeParams.flatMap((param) => use.typeArgs.get(param) ?? []);
  if (types.length !== typeParams.length || types.length === 0) return "";
  return `<${types.map((type) => typeText(at.module, type)).join(", ")}>`;
}

/** What the call gives for each parameter, else its default. */
function filledArguments({ declaration }: Extern, use: Use, at: At): ReadonlyMap<string, Code> {
  const codes = new Map<string, Code>();
  for (const [index, param] of declaration.params.entries()) {
    const value = use.args[index]?.value ?? param.value;
    if (value !== null) codes.set(param.name, at.module.emit(value, at, param.name).whole());
  }
  return codes;
}

/** What the call gives, in declared order; absent ones at the end are left out. */
export function givenArguments(use: Use, at: At): Doc[] {
  return withoutAbsent(use.args.map((arg) => emitArgument(arg, at)));
}

/** Arguments by place, from those that may be absent (null). */
export function withoutAbsent(docs: readonly (Doc | null)[]): Doc[] {
  const last = docs.findLastIndex((doc) => doc !== null);
  return docs.slice(0, last + 1).map((doc) => doc ?? "undefined");
}

/**
 * What a module gets for one parameter of its declaration, null when it gets nothing. Users' modules get defaults too, so
 * that these stand in one place; the standard library's know them, as they are generated from the declarations.
 */
export function externArgument({ declaration, unit }: Extern, arg: BoundArgument, at: At): Doc | null {
  if (arg.value !== null || unit.stdlib) return emitArgument(arg, at);
  const value = declaration.params.find((param) => param.name === arg.name)?.value ?? null;
  return value === null ? null : at.module.emit(value, { ...at, unit }, arg.name).whole().doc;
}

/** What a call gives for one parameter, null when it gives nothing. */
export function emitArgument(arg: BoundArgument, at: At): Doc | null {
  if (arg.value === null) return null;
  const code = at.module.emit(arg.value, at, arg.name).whole();
  return arg.spreadField === null ? typed(code, arg.type, at.module).doc : member(code, arg.spreadField).doc;
}
