import { compare } from "../array/compare.ts";

/** The elements in the order of `key`; equal ones keep theirs, whether it ascends or descends. */
export function sortBy<T, K>(list: Iterable<T>, key: (element: T) => K, ascending = true): T[] {
  const sign = ascending ? 1 : -1;
  return Array.from(list, (element) => ({ element, key: key(element) }))
    .sort((a, b) => sign * compare(a.key, b.key))
    .map(({ element }) => element);
}
