import { compare } from "./compare.ts";
import { equal } from "./equal.ts";

/** Compares as `==` of the language does: by content. */
export function contains<T>(list: readonly T[], value: T): boolean {
  return list.some((element) => equal(element, value));
}

/** Null for an empty list. */
export function first<T>(list: readonly T[]): T | null {
  return list[0] ?? null;
}

/** Null for an empty list. */
export function last<T>(list: readonly T[]): T | null {
  return list.at(-1) ?? null;
}

/** Null means the end. */
export function slice<T>(list: readonly T[], start: number, end: number | null = null): T[] {
  return end === null ? list.slice(start) : list.slice(start, end);
}

/** A sorted copy. */
export function sort<T>(list: readonly T[]): T[] {
  return list.toSorted(compare);
}

/** A copy sorted by `key`, which is called once for each element. */
export function sortBy<T, K>(list: readonly T[], key: (element: T) => K): T[] {
  return list
    .map((element) => ({ element, key: key(element) }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ element }) => element);
}

/** Null where it is not; compares by content. */
export function indexOf<T>(list: readonly T[], value: T): number | null {
  const at = list.findIndex((element) => equal(element, value));
  return at === -1 ? null : at;
}

/** Of how many `test` is true. */
export function count<T>(list: readonly T[], test: (element: T) => boolean): number {
  let found = 0;
  for (const element of list) if (test(element)) found++;
  return found;
}

/** None for a negative number. */
export function take<T>(list: readonly T[], n: number): T[] {
  return list.slice(0, Math.max(n, 0));
}

/** All for a negative number. */
export function skip<T>(list: readonly T[], n: number): T[] {
  return list.slice(Math.max(n, 0));
}

/** The elements that are not null, in order. */
export function withoutNulls<T>(list: readonly (T | null)[]): T[] {
  return list.filter((element) => element !== null);
}
