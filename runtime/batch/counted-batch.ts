import type { KeyOf } from "./keyed-batch.ts";
import { KeyedBatch } from "./keyed-batch.ts";

const sum = (left: number, right: number): number => left + right;

/** How often each value came in one batch: `countByValue`. Iterates pairs in the order in which values first came. */
export class CountedBatch<T> {
  readonly #counts: KeyedBatch<T, number>;

  constructor(keyOf: KeyOf<T> | null = null) {
    this.#counts = new KeyedBatch(keyOf);
  }

  /** How many different values there are. */
  get size(): number {
    return this.#counts.size;
  }

  add(value: T): void {
    this.#counts.merge(value, 1, sum);
  }

  /** The same of the part of `text` from `from` up to `to`, or to its end where that is -1. */
  addPart(text: string, from: number, to: number): void {
    this.#counts.mergePart(text, from, to, 1, sum);
  }

  [Symbol.iterator](): Generator<[T, number]> {
    return this.#counts[Symbol.iterator]();
  }
}
