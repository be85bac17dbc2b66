import { fallible, nullable, widen } from "./construct.ts";
import { fits } from "./fits.ts";
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
  const wideA = widen(a);
  const wideB = widen(b);
  if (wideA !== a || wideB !== b) return join(wideA, wideB);
  return null;
}
