import { array, fallible, nullable, widen } from "./construct.ts";
import { fits, same } from "./fits.ts";
import type { Type } from "./type.ts";

/** The smallest type that both fit, for the branches of `?:`, `match` and the elements of an array; null if none. */
export function join(a: Type, b: Type): Type | null {
  if (a.kind === "error" || b.kind === "never") return a;
  if (b.kind === "error" || a.kind === "never") return b;
  if (a.kind === "fallible" || b.kind === "fallible") {
    const inner = join(a.kind === "fallible" ? a.type : a, b.kind === "fallible" ? b.type : b);
    return inner === null ? null : fallible(inner);
  }
  if (a.kind === "null") return nullable(b);
  if (b.kind === "null") return nullable(a);
  if (a.kind === "nullable" || b.kind === "nullable") {
    const inner = join(a.kind === "nullable" ? a.type : a, b.kind === "nullable" ? b.type : b);
    return inner === null ? null : nullable(inner);
  }
  if (fits(a, b)) return b;
  if (fits(b, a)) return a;
  if (a.kind === "tuple" && b.kind === "tuple" && a.elements.length === b.elements.length) {
    const elements = a.elements.map((element, index) => join(element, b.elements[index] as Type));
    return elements.every((element) => element !== null) ? { kind: "tuple", elements: elements as Type[] } : null;
  }
  if (a.kind === "array" && b.kind === "array") {
    const element = join(a.element, b.element);
    return element === null ? null : array(element);
  }
  // Only where a union is wanted do literals keep their own types; they are one there.
  const literals = [...literalsOf(a), ...literalsOf(b)];
  if (
    literalsOf(a).length > 0 &&
    literalsOf(b).length > 0 &&
    new Set(literals.map((one) => widen(one).kind)).size === 1
  ) {
    return {
      kind: "union",
      members: literals.filter((one, at) => literals.findIndex((other) => same(one, other)) === at),
    };
  }
  const wideA = widen(a);
  const wideB = widen(b);
  // A tuple or an array is made anew even where nothing in it was a literal.
  return same(wideA, a) && same(wideB, b) ? null : join(wideA, wideB);
}

function literalsOf(type: Type): readonly Type[] {
  return type.kind === "literal" ? [type] : type.kind === "union" ? type.members : [];
}
