/** When something that happens again and again is to be told again: at once, then at intervals that double. */
export class Recurrence {
  readonly #first: number;
  readonly #longest: number;
  #interval: number;
  #toldAt = Number.NEGATIVE_INFINITY;

  /** Both in ms. */
  constructor(first: number, longest: number) {
    this.#first = first;
    this.#longest = longest;
    this.#interval = first;
  }

  /** Whether it is to be told now; the caller does so when it is. */
  isDue(now: number): boolean {
    if (now - this.#toldAt < this.#interval) return false;
    if (this.#toldAt !== Number.NEGATIVE_INFINITY) this.#interval = Math.min(this.#interval * 2, this.#longest);
    this.#toldAt = now;
    return true;
  }

  /** Whether `calm` ms without it are long enough to take the next time for the first. */
  isOver(calm: number): boolean {
    return calm >= this.#interval;
  }

  reset(): void {
    this.#interval = this.#first;
    this.#toldAt = Number.NEGATIVE_INFINITY;
  }
}
