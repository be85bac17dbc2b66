/** Random numbers that a seed decides: the same seed gives the same sequence on every machine. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /** `seed` is any integer. The generator is sfc32 of PractRand, which is small and passes its tests. */
  constructor(seed: number) {
    this.#a = 0;
    this.#b = Math.trunc(seed / 2 ** 32) | 0;
    this.#c = seed | 0;
    this.#d = 1;
    for (let round = 0; round < 12; round++) this.#next();
  }

  /** At least 0 and below 1. */
  real(): number {
    return this.#next() / 2 ** 32;
  }

  /** An integer of at least 0 and below `bound`. */
  below(bound: number): number {
    return Math.floor(this.real() * bound);
  }

  /** An integer of at least `least` and at most `most`. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  chance(probability: number): boolean {
    return this.real() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  /** A generator of its own, so that what one part draws does not shift what others draw. */
  fork(): Random {
    return new Random(this.#next() * 2 ** 21 + (this.#next() >>> 11));
  }

  #next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    this.#c |= 0;
    return sum >>> 0;
  }
}
