import { doubled, FIRST_KEYS, type Folds } from "./folds.ts";

/** Takes values out again: `inverse(merge(a, b), a)` is `b`. */
export class InverseFolds<V> implements Folds<V> {
  readonly #merge: (left: V, right: V) => V;
  readonly #inverse: (total: V, leaving: V) => V;
  #counts = new Int32Array(FIRST_KEYS);
  readonly #totals: (V | null)[] = [];

  constructor(merge: (left: V, right: V) => V, inverse: (total: V, leaving: V) => V) {
    this.#merge = merge;
    this.#inverse = inverse;
  }

  begin(number: number): void {
    if (number >= this.#counts.length) this.#counts = doubled(this.#counts);
    this.#counts[number] = 0;
    this.#totals[number] = null;
  }

  enter(number: number, value: V): void {
    const count = this.#counts[number]!;
    this.#totals[number] = count === 0 ? value : this.#merge(this.#totals[number] as V, value);
    this.#counts[number] = count + 1;
  }

  leave(number: number, value: V): void {
    const left = this.#counts[number]! - 1;
    this.#counts[number] = left;
    // Of no values nothing is left, whatever the inverse would make of it.
    this.#totals[number] = left === 0 ? null : this.#inverse(this.#totals[number] as V, value);
  }

  turn(): void {}

  countOf(number: number): number {
    return this.#counts[number]!;
  }

  total(number: number): V {
    return this.#totals[number] as V;
  }

  end(): void {}
}
