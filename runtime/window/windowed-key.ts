import type { Fold } from "./fold.ts";

/** A key that a window has, or that the batch under way has brought. */
export interface WindowedKey<K, V> {
  readonly key: K;
  /** What a Map compares it by. */
  readonly id: unknown;
  /** Its place among the keys of the window; another key may have it once this one has left. */
  readonly number: number;
  /** What of all blocks it is ahead by, so that not all keys begin one with the same batch. */
  readonly phase: number;
  readonly fold: Fold<V>;
  /** How many values it has in the window. */
  count: number;
  /** Of the batch under way: whether it has values, and what they come to. */
  isTouched: boolean;
  current: V | null;
  /** Those that had their last value before and behind it. */
  before: WindowedKey<K, V> | null;
  after: WindowedKey<K, V> | null;
}

/** The keys of a window in the order of their last values, which is the same after a restart. */
export class KeysByRecency<K, V> {
  #first: WindowedKey<K, V> | null = null;
  #last: WindowedKey<K, V> | null = null;

  /** Puts `one` behind all others. */
  append(one: WindowedKey<K, V>): void {
    if (this.#last === null) this.#first = one;
    else this.#last.after = one;
    one.before = this.#last;
    this.#last = one;
  }

  remove(one: WindowedKey<K, V>): void {
    const { before, after } = one;
    if (before === null) this.#first = after;
    else before.after = after;
    if (after === null) this.#last = before;
    else after.before = before;
    one.before = null;
    one.after = null;
  }

  /** The key whose last value is the oldest; `after` leads on. */
  get first(): WindowedKey<K, V> | null {
    return this.#first;
  }
}

/** A number below `count` that spreads keys evenly, always the same for one: FNV-1a. */
export function phaseOf(id: unknown, count: number): number {
  const text = String(id);
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % count;
}
