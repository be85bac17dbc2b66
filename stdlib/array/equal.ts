import { Json } from "../../runtime/value/json.ts";

/** Whether two values of the language have the same content; NaN equals itself, so that it can be found. */
export function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || a instanceof Uint8Array) return equalLists(a, b as ArrayLike<unknown>);
  if (a instanceof Map) return b instanceof Map && equalMaps(a, b);
  if (a instanceof Json) return b instanceof Json && a.equals(b);
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => equal((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name]));
}

function equalLists(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) {
    if (!equal(a[index], b[index])) return false;
  }
  return true;
}

function equalMaps(a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) {
    if (b.has(key) ? !equal(value, b.get(key)) : !hasEqual(b, key, value)) return false;
  }
  return true;
}

/** JavaScript finds tuples, records and their like only by being the very same object. */
function hasEqual(map: ReadonlyMap<unknown, unknown>, key: unknown, value: unknown): boolean {
  if (typeof key !== "object" || key === null) return false;
  for (const [other, own] of map) if (equal(key, other)) return equal(value, own);
  return false;
}
