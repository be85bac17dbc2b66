/** The latest of what comes, up to a number. */
export class Recent<T> {
  readonly #most: number;
  #all: T[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** Keeps `one`, and lets go of the oldest where there are too many. */
  add(one: T): void {
    this.#all.push(one);
    // Not with each: moving all of them costs more than to keep some for a while.
    if (this.#all.length >= 2 * this.#most) this.#all = this.#all.slice(-this.#most);
  }

  /** Those that are kept, the oldest first. */
  all(): readonly T[] {
    return this.#all.slice(-this.#most);
  }
}
