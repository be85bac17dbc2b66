import { array, BOOL, fallible, INT, nullable, STRING } from "../../../compiler/model/types/construct.ts";
import { fits, same } from "../../../compiler/model/types/fits.ts";
import type { Type } from "../../../compiler/model/types/type.ts";
import { uncertainCall } from "./calls.ts";
import { atom, type Code, LEVEL, within } from "./code.ts";
import { make, named, partsOf } from "./expression.ts";
import { lambda } from "./lambda.ts";
import { pattern, quote } from "./literals.ts";
import { fieldName } from "./names.ts";
import { dataType } from "./types.ts";
import { captive, isLocal, type Scope, visible, withLocals } from "./world.ts";

/** `c ? a : b`, also with a condition that tells something of a value. */
export function conditional(type: Type, scope: Scope, exact: boolean): Code {
  const { choices } = scope.world;
  const known = visible(scope).filter((one) => one.type.kind === "nullable");
  const subject = known.length > 0 && choices.chance(40) ? choices.pick(known) : null;
  const otherwise = within(make(type, scope, exact), LEVEL.conditional);
  if (subject?.type.kind === "nullable") {
    const inner = withLocals(scope, [{ name: subject.name, type: subject.type.type }]);
    const then = make(type, inner, exact).text;
    return { text: `${subject.name} != null ? ${then} : ${otherwise}`, level: LEVEL.conditional };
  }
  const condition = within(make(BOOL, scope, false), LEVEL.binary);
  return { text: `${condition} ? ${make(type, scope, exact).text} : ${otherwise}`, level: LEVEL.conditional };
}

/** `match value { … }` over a union, a truth value, a text or a number. */
export function matched(type: Type, scope: Scope, exact: boolean): Code {
  const { world } = scope;
  const { choices } = world;
  const value = choices.pick<Type>([BOOL, STRING, INT, ...world.unions]);
  const result = () => within(make(type, scope, exact), LEVEL.conditional);
  const isOpen = value.kind !== "union" && value.kind !== "bool";
  const patterns = patternsOf(value, scope);
  const cut = choices.below(patterns.length + (isOpen ? 1 : 0));
  const first = patterns.slice(0, Math.max(1, cut)).join(", ");
  const rest = patterns.slice(Math.max(1, cut));
  const cases = [`${first} => ${result()}`, ...rest.map((one) => `${one} => ${result()}`)];
  if (isOpen) cases.push(`else => ${result()}`);
  else if (choices.chance(30)) cases.splice(1, cases.length, `else => ${result()}`);
  return { text: `match ${subject(make(value, scope, true))} { ${cases.join(", ")} }`, level: LEVEL.binary };
}

/** Before `[` and `-` the words `match` and `try` would be names. */
function subject(value: Code, level: number = LEVEL.atom): string {
  const text = within(value, level);
  return /^[-[]/.test(text) ? `(${text})` : text;
}

/** Patterns for values of `type`: all of them where they can be counted. */
export function patternsOf(type: Type, { world: { choices } }: Scope): readonly string[] {
  if (type.kind === "bool") return ["true", "false"];
  if (type.kind === "union") {
    return type.members.flatMap((one) =>
      one.kind !== "literal" ? [] : typeof one.value === "string" ? quote(choices, one.value) : String(one.value),
    );
  }
  return [pattern(type, choices) ?? "null"];
}

/** `x else y`, `try x`, `x else drop`, `x else fail`, `x else -> rejects`. */
export function handled(type: Type, scope: Scope, exact: boolean): Code | null {
  const { choices } = scope.world;
  const failing = choices.chance(60);
  const value = uncertain(type, scope, exact, failing);
  if (value === null) return null;
  if (failing && scope.fails && choices.chance(50)) {
    return { text: `try ${subject(value, LEVEL.unary)}`, level: LEVEL.unary };
  }
  return { text: `${within(value, LEVEL.else)} else ${handler(type, scope, exact)}`, level: LEVEL.else };
}

function handler(type: Type, scope: Scope, exact: boolean): string {
  const { choices } = scope.world;
  if (scope.element && choices.chance(50)) {
    const rejects = scope.rejects?.filter((one) => !isLocal(scope, one)).map((one) => `-> ${one}`);
    return choices.pick(rejects === undefined ? ["fail"] : ["drop", "fail", ...rejects]);
  }
  return within(make(type, scope, exact), LEVEL.conditional);
}

/** An expression that may fail, or may be null, and is else of type `type`. */
function uncertain(type: Type, scope: Scope, exact: boolean, failing: boolean): Code | null {
  const { choices } = scope.world;
  if (type.kind === "nullable" || type.kind === "parameter") return null;
  const wanted = failing ? fallible(type) : nullable(type);
  const own = scope.world.functions.filter((one) => one.typeParams.length === 0 && same(one.result, wanted));
  if (own.length > 0 && choices.chance(30)) return uncertainCall(type, scope, exact, failing);
  if (failing) {
    if (choices.chance(30) && (type.kind === "int" || type.kind === "float")) {
      const operator = type.kind === "float" ? "/" : choices.pick(["div", "mod"]);
      const [left, right] = [make(INT, scope, true), make(INT, scope, true)];
      return { text: `${within(left, LEVEL.unary)} ${operator} (${right.text})`, level: 8 };
    }
    return uncertainCall(type, scope, exact, true);
  }
  const way = choices.below(4);
  if (way === 0) return atom(`${within(make(array(type), scope, true), LEVEL.atom)}[${make(INT, scope, true).text}]`);
  if (way === 1) {
    const map: Type = { kind: "map", key: STRING, value: type };
    return atom(`${within(make(map, scope, true), LEVEL.atom)}[${make(STRING, scope, false).text}]`);
  }
  if (way === 2) {
    const found = visible(scope).flatMap((one) =>
      one.type.kind === "nullable" && one.type.type.kind === "record"
        ? partsOf({ name: `${one.name}?`, type: one.type.type })
        : [],
    );
    const fitting = found.filter((one) => (exact ? same(one.type, type) : fits(one.type, type)));
    return fitting.length === 0 ? named(wanted, scope, true) : atom(choices.pick(fitting).name);
  }
  return uncertainCall(type, scope, exact, false);
}

/** Something made only to be taken apart: `(a, b)[1]`, `{ a: b }.a`, `(x => x)(a)`. */
export function taken(type: Type, scope: Scope, exact: boolean): Code {
  const { choices } = scope.world;
  const other = make(dataType(scope.world, 1), scope, true).text;
  const value = make(type, scope, true).text;
  const way = choices.below(3);
  if (way === 0) return choices.chance(50) ? atom(`(${value}, ${other})[0]`) : atom(`(${other}, ${value})[1]`);
  if (way === 1) {
    const name = fieldName(choices);
    return atom(`{ ${name}: ${value} }.${name}`);
  }
  const given = dataType(scope.world, 1);
  const called = lambda(
    { kind: "function", params: [{ name: null, type: given }], result: type },
    captive(scope),
    true,
    true,
  );
  return exact || choices.chance(50) ? atom(`(${called.text})(${make(given, scope, false).text})`) : atom(`(${value})`);
}
