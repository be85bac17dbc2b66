/**
 * Whether a value of one type can stand where another is wanted, and if not, where in the type they part. Widening
 * goes one way only: int to float, T to T? and T!, a literal to its base and to a union, a record to one with fewer
 * fields. Type parameters under inference are found on the way.
 */

import { contains } from "./construct.ts";
import { find, hasUnknown, type Inference } from "./inference.ts";
import { show } from "./show.ts";
import type { Type } from "./type.ts";

/** Where two types part: the way into the type, and the two that do not fit there. */
export interface Mismatch {
  readonly path: readonly string[];
  readonly found: Type;
  readonly wanted: Type;
  readonly reason: "different" | "missing field" | "unhandled failure" | "may be null" | "arity" | "secret";
}

/** Null when `found` fits `wanted`. */
export function mismatch(found: Type, wanted: Type, inferring: Inference | null = null): Mismatch | null {
  return compare(found, wanted, inferring);
}

/** True when `found` can stand where `wanted` is. */
export function fits(found: Type, wanted: Type, inferring: Inference | null = null): boolean {
  return compare(found, wanted, inferring) === null;
}

/** True when the two are the same type. */
export function same(a: Type, b: Type): boolean {
  return fits(a, b) && fits(b, a);
}

function compare(found: Type, wanted: Type, inferring: Inference | null): Mismatch | null {
  if (found === wanted) return null;
  if (found.kind === "error" && inferring !== null) giveUpOn(wanted, inferring);
  if (found.kind === "error" || wanted.kind === "error" || found.kind === "never") return null;

  if (wanted.kind === "parameter") {
    if (found.kind === "parameter" && found.name === wanted.name) return null;
    if (inferring === null || !inferring.names.includes(wanted.name)) return part(found, wanted);
    const known = inferring.found.get(wanted.name);
    if (known === undefined) {
      if (found.kind === "fallible") return part(found, wanted, "unhandled failure");
      // What takes any value may print any value.
      if (contains(found, "secret")) {
        giveUpOn(wanted, inferring);
        return part(found, wanted, "secret");
      }
      find(inferring, wanted.name, found);
      return null;
    }
    if (compare(found, known, null) === null) return null;
    // The first argument may have been the narrower one: `[1, 2.5]`, `orElse(null, x)`.
    if (compare(known, found, null) === null && found.kind !== "fallible") {
      find(inferring, wanted.name, found);
      return null;
    }
    return part(found, known);
  }
  if (wanted.kind === "fallible") {
    return compare(found.kind === "fallible" ? found.type : found, wanted.type, inferring);
  }
  if (found.kind === "fallible") return part(found, wanted, "unhandled failure");
  if (wanted.kind === "nullable") {
    if (found.kind === "null") return null;
    return compare(found.kind === "nullable" ? found.type : found, wanted.type, inferring);
  }
  if (found.kind === "nullable" || (found.kind === "null" && wanted.kind !== "null"))
    return part(found, wanted, "may be null");

  if (wanted.kind === "union") {
    if (found.kind === "union") {
      for (const member of found.members) if (compare(member, wanted, inferring) !== null) return part(found, wanted);
      return null;
    }
    return wanted.members.some((member) => compare(found, member, null) === null) ? null : part(found, wanted);
  }
  if (found.kind === "union") {
    return found.members.every((member) => compare(member, wanted, inferring) === null) ? null : part(found, wanted);
  }
  if (found.kind === "literal") {
    if (wanted.kind === "literal") return found.value === wanted.value ? null : part(found, wanted);
    const base = typeof found.value === "string" ? "string" : typeof found.value === "number" ? "int" : "bool";
    return wanted.kind === base || (base === "int" && wanted.kind === "float") ? null : part(found, wanted);
  }
  if (found.kind === "int" && wanted.kind === "float") return null;
  if (found.kind !== wanted.kind) return part(found, wanted);

  switch (wanted.kind) {
    case "array":
      return within("element", compare((found as typeof wanted).element, wanted.element, inferring));
    case "tuple": {
      const elements = (found as typeof wanted).elements;
      if (elements.length !== wanted.elements.length) return part(found, wanted, "arity");
      return first(elements, (element, index) => {
        const parted = compare(element, wanted.elements[index] as Type, inferring);
        return parted && within(`part ${index + 1}`, parted);
      });
    }
    case "record":
      return first(wanted.fields, (field) => {
        const given = (found as typeof wanted).fields.find((other) => other.name === field.name);
        const parted =
          given === undefined ? part(found, field.type, "missing field") : compare(given.type, field.type, inferring);
        return parted && within(`field \`${field.name}\``, parted);
      });
    case "map": {
      const other = found as typeof wanted;
      return (
        within("key", compare(other.key, wanted.key, inferring)) ??
        within("value", compare(other.value, wanted.value, inferring))
      );
    }
    case "function": {
      const other = found as typeof wanted;
      if (other.params.length > wanted.params.length) return part(found, wanted, "arity");
      return (
        first(other.params, (param, index) =>
          within(
            `parameter ${index + 1}`,
            compare((wanted.params[index] as { type: Type }).type, param.type, inferring),
          ),
        ) ?? within("result", compare(other.result, wanted.result, inferring))
      );
    }
    case "generic": {
      const other = found as typeof wanted;
      if (other.name !== wanted.name) return part(found, wanted);
      return first(other.args, (arg, index) =>
        within(wanted.name === "Regex" ? "groups" : "element", compare(arg, wanted.args[index] as Type, inferring)),
      );
    }
    default:
      return null;
  }
}

function part(found: Type, wanted: Type, reason: Mismatch["reason"] = "different"): Mismatch {
  return { path: [], found, wanted, reason };
}

/** A mismatch somewhere below `step`; the way is put together where there is one, as most types fit. */
function within<Parted extends Mismatch | null>(step: string, parted: Parted): Parted {
  return parted && { ...parted, path: [step, ...parted.path] };
}

/** What an error would have told about type parameters stays an error too, so that nobody asks for it again. */
function giveUpOn(wanted: Type, inferring: Inference): void {
  for (const name of inferring.names) {
    if (!inferring.found.has(name) && mentions(wanted, name)) inferring.found.set(name, { kind: "error" });
  }
}

function mentions(type: Type, name: string): boolean {
  return hasUnknown(type, { names: [name], found: new Map() });
}

function first<T>(items: readonly T[], test: (item: T, index: number) => Mismatch | null): Mismatch | null {
  for (let index = 0; index < items.length; index++) {
    const result = test(items[index] as T, index);
    if (result !== null) return result;
  }
  return null;
}

/** The mismatch in words: "field `at` is `string`, expected `timestamp`". Empty when it is the whole type. */
export function describe(mismatched: Mismatch): string {
  const { path, found, wanted, reason } = mismatched;
  const where = path.join(", ");
  if (reason === "missing field") return `${where} is missing`;
  if (where === "") return "";
  return `${where} is \`${show(found)}\`, expected \`${show(wanted)}\``;
}
