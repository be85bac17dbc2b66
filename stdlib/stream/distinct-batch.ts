import type { KeyOf } from "../../runtime/batch/keyed-batch.ts";

/** The elements of one batch, each once: `distinct`. Iterates them in the order in which they first came. */
export class DistinctBatch<T> {
  readonly #elements = new Map<unknown, T>();
  readonly #keyOf: KeyOf<T> | null;

  constructor(keyOf: KeyOf<T> | null = null) {
    this.#keyOf = keyOf;
  }

  /** How many different elements there are. */
  get size(): number {
    return this.#elements.size;
  }

  add(element: T): void {
    const id = this.#keyOf === null ? element : this.#keyOf(element);
    if (!this.#elements.has(id)) this.#elements.set(id, element);
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.#elements.values();
  }
}
