import { fits, same } from "../../../compiler/model/types/fits.ts";
import { show } from "../../../compiler/model/types/show.ts";
import type { Type } from "../../../compiler/model/types/type.ts";
import { callTo } from "./calls.ts";
import { atom, type Code, LEVEL, within } from "./code.ts";
import { conditional, handled, matched, taken } from "./forms.ts";
import { lambda } from "./lambda.ts";
import { literal } from "./literals.ts";
import { unique } from "./names.ts";
import { operation } from "./operators.ts";
import { several } from "./types.ts";
import { deeper, moduleScope, type Named, type Scope, visible } from "./world.ts";

/** A way to an expression of a type; null where there is none. */
export type Way = (type: Type, scope: Scope, exact: boolean) => Code | null;

const WAYS: readonly Way[] = [
  composed,
  operation,
  callTo,
  handled,
  conditional,
  matched,
  taken,
  operation,
  callTo,
  named,
];

/**
 * An expression of type `type`. With `exact` its own type is that, whatever stands around it; otherwise it may count
 * on being checked against `type`.
 */
export function make(type: Type, scope: Scope, exact: boolean): Code {
  const { choices } = scope.world;
  if (type.kind === "function") return exact ? hoisted(type, scope) : lambda(type, scope, false);
  if (scope.depth > 0 && choices.chance(75)) {
    for (let tries = 0; tries < 3; tries++) {
      const made = choices.pick(WAYS)(type, deeper(scope), exact);
      if (made !== null) return made;
    }
  }
  return leaf(type, scope, exact);
}

function leaf(type: Type, scope: Scope, exact: boolean): Code {
  const { choices } = scope.world;
  const variable = choices.chance(60) || type.kind === "parameter" ? named(type, scope, exact) : null;
  if (variable !== null) return variable;
  if (type.kind === "literal" && exact) return hoisted(type, scope);
  const written = literal(type, choices);
  if (written !== null) return written;
  if (type.kind === "nullable") {
    if (exact) return hoisted(type, scope);
    return choices.chance(50) ? leaf(type.type, scope, false) : atom("null");
  }
  if (type.kind === "union") return exact ? hoisted(type, scope) : leaf(choices.pick(type.members), scope, false);
  return composed(type, { ...scope, depth: 0 }, exact) ?? hoisted(type, scope);
}

/** `[a, b]`, `(a, b)`, `{ a: b }`, and maps. */
function composed(type: Type, scope: Scope, exact: boolean): Code | null {
  const { choices } = scope.world;
  const part = (one: Type) => make(one, scope, exact);
  switch (type.kind) {
    case "array": {
      const spread = choices.chance(25) ? named(type, scope, exact) : null;
      const elements = several(choices, exact && spread === null ? 1 : 0, 3, () => part(type.element).text);
      return atom(`[${[...(spread === null ? [] : [`...${within(spread, LEVEL.atom)}`]), ...elements].join(", ")}]`);
    }
    case "tuple":
      return atom(`(${type.elements.map((one) => part(one).text).join(", ")})`);
    case "record": {
      const spread = choices.chance(25) ? named(type, scope, true) : null;
      const written = spread === null ? type.fields : type.fields.filter(() => choices.chance(50));
      const known = visible(scope);
      const fields = written.map((field) => {
        const short = known.find((one) => one.name === field.name && same(one.type, field.type));
        if (short !== undefined && !WORDS.has(field.name)) return field.name;
        return `${field.name}: ${part(field.type).text}`;
      });
      return atom(`{ ${[...(spread === null ? [] : [`...${within(spread, LEVEL.atom)}`]), ...fields].join(", ")} }`);
    }
    case "map": {
      const pair: Type = { kind: "tuple", elements: [type.key, type.value] };
      return atom(`${make({ kind: "array", element: pair }, { ...scope, depth: 0 }, true).text}.toMap()`);
    }
    default:
      return null;
  }
}

/** At the start of a record these would be read as words of the language. */
const WORDS: ReadonlySet<string> = new Set(["let", "return", "true", "false", "null"]);

/** A value that has a name, or a part of one: `row.items`, `pair[1]`. */
export function named(type: Type, scope: Scope, exact: boolean): Code | null {
  const paths = visible(scope).flatMap((one) => [one, ...partsOf(one), ...partsOf(one).flatMap(partsOf)]);
  const fitting = paths.filter((one) => (exact ? same(one.type, type) : fits(one.type, type)));
  return fitting.length === 0 ? null : atom(scope.world.choices.pick(fitting).name);
}

export function partsOf({ name, type }: Named): Named[] {
  if (type.kind === "record") return type.fields.map((field) => ({ name: `${name}.${field.name}`, type: field.type }));
  if (type.kind === "tuple") return type.elements.map((one, index) => ({ name: `${name}[${index}]`, type: one }));
  return [];
}

/** A constant of the file, declared for this place: what has no form of its own that says its type. */
export function hoisted(type: Type, scope: Scope): Code {
  const { world } = scope;
  if (type.kind === "nullable" && type.type.kind === "parameter") {
    return atom(`[${make(type.type, { ...scope, depth: 0 }, true).text}].first()`);
  }
  const value = make(type, moduleScope(world, Math.min(1, scope.depth)), false).text;
  const name = unique("hoisted", world.taken);
  world.declarations.push(`const ${name}: ${show(type)} = ${value}`);
  world.values.push({ name, type });
  return atom(name);
}
