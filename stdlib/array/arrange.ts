import { OutOfRange } from "../../runtime/value/out-of-range.ts";
import { KeysByContent } from "./key-in.ts";

/** By content, as `==` of the language compares. */
export function distinct<T>(list: readonly T[]): T[] {
  return [...groupBy(list, (element) => element).keys()];
}

/** Keys are compared by content; that of a group is the first one. */
export function groupBy<T, K>(list: readonly T[], key: (element: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  const keys = new KeysByContent<K>();
  for (const element of list) {
    const wanted = keys.of(key(element));
    const known = groups.get(wanted);
    if (known === undefined) groups.set(wanted, [element]);
    else known.push(element);
  }
  return groups;
}

/** How many elements have each key; keys are compared by value, and stand in the order in which they first come. */
export function countBy<T, K>(list: readonly T[], key: (element: T) => K): Map<K, number> {
  return new Map(Array.from(groupBy(list, key), ([one, group]) => [one, group.length]));
}

/** Of several with an equal key the last. */
export function keyBy<T, K>(list: readonly T[], key: (element: T) => K): Map<K, T> {
  return new Map(Array.from(groupBy(list, key), ([one, group]) => [one, group.at(-1) as T]));
}

/** As long as the shorter of the two. */
export function zip<T, U>(list: readonly T[], other: readonly U[]): [T, U][] {
  return list.slice(0, other.length).map((element, index) => [element, other[index] as U]);
}

/** Each element with its place, counted from 0. */
export function indexed<T>(list: readonly T[]): [number, T][] {
  return list.map((element, index) => [index, element]);
}

/** Throws OutOfRange unless `size` is positive. */
export function chunk<T>(list: readonly T[], size: number): T[][] {
  if (size < 1) throw new OutOfRange(`chunks of ${size} elements would never end: a positive size is needed`);
  const chunks: T[][] = [];
  for (let at = 0; at < list.length; at += size) chunks.push(list.slice(at, at + size));
  return chunks;
}

/** An array of more takes the memory of everything else. */
const LONGEST_RANGE = 10_000_000;

/** Empty where `end` is not above `start`. Throws OutOfRange for more than ten million numbers. */
export function range(start: number, end: number): number[] {
  if (end - start > LONGEST_RANGE) {
    throw new OutOfRange(`a range of ${end - start} numbers is too long: it may have ${LONGEST_RANGE}`);
  }
  return Array.from({ length: Math.max(end - start, 0) }, (_, index) => start + index);
}
