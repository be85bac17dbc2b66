import { compare } from "./compare.ts";

/** 0 for an empty list. */
export function sum(list: readonly number[]): number {
  let total = 0;
  for (const value of list) total += value;
  return total;
}

/** Null for an empty list. */
export function average(list: readonly number[]): number | null {
  return list.length === 0 ? null : sum(list) / list.length;
}

/** Null for an empty list. */
export function min<T>(list: readonly T[]): T | null {
  return minBy(list, (element) => element);
}

/** Null for an empty list. */
export function max<T>(list: readonly T[]): T | null {
  return maxBy(list, (element) => element);
}

/** Null for an empty list. */
export function minBy<T, K>(list: readonly T[], key: (element: T) => K): T | null {
  return extreme(list, key, -1);
}

/** Null for an empty list. */
export function maxBy<T, K>(list: readonly T[], key: (element: T) => K): T | null {
  return extreme(list, key, 1);
}

function extreme<T, K>(list: readonly T[], key: (element: T) => K, sign: 1 | -1): T | null {
  if (list.length === 0) return null;
  let best = list[0] as T;
  let bestKey = key(best);
  for (let index = 1; index < list.length; index++) {
    const element = list[index] as T;
    const own = key(element);
    if (compare(own, bestKey) * sign > 0) [best, bestKey] = [element, own];
  }
  return best;
}
