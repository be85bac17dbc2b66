import { Json } from "../../runtime/value/json.ts";

/**
 * A total order of the language's values of one type: negative when `a` comes first. Null comes before everything,
 * NaN after all other numbers; tuples, arrays and records go by their parts in turn, bytes by their values, `Json` by its
 * text in one form.
 */
export function compare(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  if (typeof a === "number" && typeof b === "number") return compareNumbers(a, b);
  if (a instanceof Json && b instanceof Json) return compare(a.canonical, b.canonical);
  if (typeof a === "object" && typeof b === "object") return compareLists(partsOf(a), partsOf(b));
  return (a as string) < (b as string) ? -1 : 1;
}

function compareNumbers(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  return Number.isNaN(b) ? -1 : a - b;
}

function compareLists(a: ArrayLike<unknown>, b: ArrayLike<unknown>): number {
  const shorter = Math.min(a.length, b.length);
  for (let index = 0; index < shorter; index++) {
    const order = compare(a[index], b[index]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function partsOf(value: object): ArrayLike<unknown> {
  if (Array.isArray(value) || value instanceof Uint8Array) return value;
  return value instanceof Map ? [...value] : Object.values(value);
}
