import { doubled, FIRST_KEYS } from "./folds.ts";

/** In place of a key's number, where there is none. */
export const NONE = -1;

/**
 * The keys that a window has, or that the batch under way has brought, by numbers that are small. Those that have a value
 * are in the order of their last ones, which is the same after a restart.
 */
export class WindowedKeys<K> {
  /** By number. Another key may stand there once a key has left and `reuse` was called. */
  readonly keys: K[] = [];
  /** By number: what they are compared by. */
  readonly #ids: unknown[] = [];
  readonly #numbers = new Map<unknown, number>();
  /** Numbers that may be given, and those that may be once `reuse` is called. */
  readonly #free: number[] = [];
  readonly #left: number[] = [];
  /** Those that had their last value before and behind a key. */
  #before = new Int32Array(FIRST_KEYS);
  #after = new Int32Array(FIRST_KEYS);
  /** The key whose last value is the oldest. */
  #first = NONE;
  #last = NONE;

  /** The number of the key that is compared by `id`, or NONE. */
  find(id: unknown): number {
    return this.#numbers.get(id) ?? NONE;
  }

  /** Gives a number to a key that has none. */
  add(key: K, id: unknown): number {
    const number = this.#free.pop() ?? this.keys.length;
    if (number >= this.#after.length) {
      this.#before = doubled(this.#before);
      this.#after = doubled(this.#after);
    }
    this.keys[number] = key;
    this.#ids[number] = id;
    this.#numbers.set(id, number);
    return number;
  }

  /** Forgets a key that is not in the order. */
  drop(number: number): void {
    this.#numbers.delete(this.#ids[number]);
    this.#left.push(number);
  }

  /** The numbers of keys that were dropped may be given to others. */
  reuse(): void {
    for (const number of this.#left.splice(0)) this.#free.push(number);
  }

  /** Puts a key behind all others. */
  append(number: number): void {
    if (this.#last === NONE) this.#first = number;
    else this.#after[this.#last] = number;
    this.#before[number] = this.#last;
    this.#after[number] = NONE;
    this.#last = number;
  }

  /** Takes a key out of the order. */
  remove(number: number): void {
    const before = this.#before[number]!;
    const after = this.#after[number]!;
    if (before === NONE) this.#first = after;
    else this.#after[before] = after;
    if (after === NONE) this.#last = before;
    else this.#before[after] = before;
  }

  get first(): number {
    return this.#first;
  }

  /** The next in the order, or NONE. */
  behind(number: number): number {
    return this.#after[number]!;
  }
}
