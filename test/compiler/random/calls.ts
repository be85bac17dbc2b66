import type { Declaration, DeclaredParam } from "../../../compiler/model/declaration.ts";
import { mentions, schemaParams } from "../../../compiler/model/schema-params.ts";
import { fits, same } from "../../../compiler/model/types/fits.ts";
import { hasUnknown, inference, substitute } from "../../../compiler/model/types/inference.ts";
import { show } from "../../../compiler/model/types/show.ts";
import type { Type } from "../../../compiler/model/types/type.ts";
import type { Choices } from "./choices.ts";
import { atom, type Code, LEVEL, within } from "./code.ts";
import { make } from "./expression.ts";
import { lambda } from "./lambda.ts";
import { groupsFit, regexWith, someRegex } from "./regexes.ts";
import { dataType } from "./types.ts";
import { captive, isLocal, type OwnFunction, type Scope } from "./world.ts";

/** A call of the program's or the standard library's functions that gives a `type`. */
export function callTo(type: Type, scope: Scope, exact: boolean): Code | null {
  return anyCall(type, type, scope, exact);
}

/** A call that gives a `type` or fails, or a `type` or null. */
export function uncertainCall(type: Type, scope: Scope, exact: boolean, failing: boolean): Code | null {
  return anyCall({ kind: failing ? "fallible" : "nullable", type }, type, scope, exact);
}

function anyCall(wanted: Type, type: Type, scope: Scope, exact: boolean): Code | null {
  const { world } = scope;
  const isWanted = (result: Type | null): boolean =>
    result !== null &&
    (wanted.kind === "fallible" || wanted.kind === "nullable"
      ? result.kind === wanted.kind
      : result.kind !== "fallible");
  const own = world.functions.filter((one) => isWanted(one.result) && !isLocal(scope, one.name));
  const declared = world.stdlib.functions.filter((one) => isWanted(one.result));
  const start = world.choices.below(1000);
  const all = [...own, ...declared];
  for (let index = 0; index < all.length; index++) {
    const one = all[(start + index) % all.length] as OwnFunction | Declaration;
    const made = "receiver" in one ? libraryCall(one, wanted, type, scope, exact) : ownCall(one, wanted, scope, exact);
    if (made !== null) return made;
  }
  return null;
}

/** The type parameters with which `result` is what is wanted; null where there are none. */
function solve(typeParams: readonly string[], result: Type, wanted: Type, exact: boolean): Map<string, Type> | null {
  const inferring = inference(typeParams);
  if (!fits(wanted, result, inferring)) return null;
  const given = substitute(result, inferring.found);
  if (hasUnknown(given, inferring)) return null;
  return (exact ? same(given, wanted) : fits(given, wanted)) ? inferring.found : null;
}

function ownCall(called: OwnFunction, wanted: Type, scope: Scope, exact: boolean): Code | null {
  const found = solve(called.typeParams, called.result, wanted, exact);
  if (found === null) return null;
  for (const name of called.typeParams) if (!found.has(name)) found.set(name, dataType(scope.world, 0));
  const given = called.params.filter((param) => !param.optional || scope.world.choices.chance(50));
  const inOrder = given.every((param, index) => param === called.params[index]);
  const args = given.map((param) => {
    const isOpen = mentionsAny(param.type, called.typeParams);
    const value = argument(param.type, substitute(param.type, found), isOpen, scope, called.typeParams);
    return inOrder ? value : `${param.name}: ${value}`;
  });
  return atom(`${called.name}(${args.join(", ")})`);
}

function libraryCall(called: Declaration, wanted: Type, type: Type, scope: Scope, exact: boolean): Code | null {
  const { world } = scope;
  // A text that says what the result is would have to be made for it.
  if (called.checks.some(({ kind }) => kind === "accessLog")) return null;
  // A secret has no form of its own.
  if (called.params.some((param) => param.type.kind === "secret")) return null;
  if (called.receiver === null && (isLocal(scope, called.name) || world.taken.has(called.name))) return null;
  const found = solve(called.typeParams, called.result as Type, wanted, exact);
  if (found === null || !regexesFit(called, found)) return null;
  const typeArgs = openParams(called, type, scope, found);
  // A Map is not keyed by JSON.
  if (keysOf(called).some((name) => containsJson(found.get(name) as Type))) return null;
  // A reader or writer is made for a type that is known.
  if (schemaParams(called).some((name) => mentions(found.get(name) as Type, null))) return null;
  const args: string[] = [];
  let byName = false;
  for (const param of called.params) {
    if (param.value !== null && !world.choices.chance(40)) {
      byName = true;
      continue;
    }
    const value = libraryArgument(param, called, found, scope);
    args.push(byName ? `${param.name}: ${value}` : value);
  }
  const call = `${called.name}${typeArgs}${called.kind === "field" ? "" : `(${args.join(", ")})`}`;
  if (called.receiver === null) return atom(call);
  const receiver = substitute(called.receiver, found);
  if (world.stdlib.member(receiver, called.name) !== called) return null;
  return atom(`${within(make(receiver, scope, true), LEVEL.atom)}.${call}`);
}

/** Finds types for what the result leaves open. Gives the type arguments that have to be written. */
function openParams(called: Declaration, type: Type, scope: Scope, found: Map<string, Type>): string {
  for (const name of called.typeParams) {
    if (found.has(name)) continue;
    const isRegex = called.params.some((param) => regexParam(param) === name);
    found.set(name, isRegex ? someRegex(scope.world.choices).groups : dataType(scope.world, 1));
  }
  const open = called.typeParams.filter((name) => called.receiver === null || !mentionsAny(called.receiver, [name]));
  const isSaid = (name: string) => called.params.some((param) => mentionsAny(param.type, [name]));
  if (type.kind === "parameter" || open.every(isSaid)) return "";
  return `<${open.map((name) => show(found.get(name) as Type)).join(", ")}>`;
}

/** The type parameters that are keys of a Map in what the function takes or gives. */
function keysOf({ result, receiver, params }: Declaration): readonly string[] {
  const inside = (type: Type): readonly string[] => {
    if (type.kind === "map") return type.key.kind === "parameter" ? [type.key.name] : [];
    if (type.kind === "nullable" || type.kind === "fallible") return inside(type.type);
    return type.kind === "array" ? inside(type.element) : [];
  };
  return [result, receiver, ...params.map((param) => param.type)].flatMap((type) =>
    type === null ? [] : inside(type),
  );
}

function containsJson(type: Type): boolean {
  switch (type.kind) {
    case "json":
      return true;
    case "array":
      return containsJson(type.element);
    case "nullable":
      return containsJson(type.type);
    case "tuple":
      return type.elements.some(containsJson);
    case "record":
      return type.fields.some((field) => containsJson(field.type));
    case "map":
      return containsJson(type.key) || containsJson(type.value);
    default:
      return false;
  }
}

function libraryArgument(
  param: DeclaredParam,
  called: Declaration,
  found: ReadonlyMap<string, Type>,
  scope: Scope,
): string {
  const type = substitute(param.type, found);
  const regex = type.kind === "nullable" ? type.type : type;
  if (regex.kind === "generic") return regexWith(regex.args[0] as Type, scope.world.choices);
  // Those that are known are looked into.
  if (type.kind === "string" && /zone/.test(param.name)) return scope.world.choices.pick(['"UTC"', '"Europe/Prague"']);
  if (type.kind === "string" && /pattern/.test(param.name)) return '"yyyy-MM-dd HH:mm"';
  // Texts of any length would only show that memory is finite.
  if (/times|length|bits|^n$/.test(param.name)) return smallNumber(scope.world.choices);
  if (type.kind === "function" && param.type.kind === "function") {
    const isLoop = called.loop !== null;
    return lambda(type, isLoop ? scope : captive(scope), mentionsAny(param.type.result, called.typeParams)).text;
  }
  return make(type, scope, mentionsAny(param.type, called.typeParams)).text;
}

function argument(declared: Type, type: Type, isOpen: boolean, scope: Scope, typeParams: readonly string[]): string {
  if (type.kind === "function" && declared.kind === "function") {
    return lambda(type, captive(scope), mentionsAny(declared.result, typeParams)).text;
  }
  return make(type, scope, isOpen).text;
}

function smallNumber(choices: Choices): string {
  return choices.pick(["3", "0", "8"]);
}

function regexParam(param: DeclaredParam): string | null {
  const type = param.type.kind === "nullable" ? param.type.type : param.type;
  const groups = type.kind === "generic" && type.name === "Regex" ? type.args[0] : undefined;
  return groups?.kind === "parameter" ? groups.name : null;
}

function regexesFit(called: Declaration, found: ReadonlyMap<string, Type>): boolean {
  return called.params.every((param) => {
    const groups = found.get(regexParam(param) ?? "");
    return groups === undefined || groupsFit(groups);
  });
}

/** Whether one of `names` stands in `type`. */
export function mentionsAny(type: Type, names: readonly string[]): boolean {
  return hasUnknown(type, inference(names));
}
