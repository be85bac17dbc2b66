import type { KeyOf } from "./keyed-batch.ts";

/** The values of one batch, listed by key in the order of arrival: `groupByKey`. */
export class GroupedBatch<K, V> {
  readonly #groups = new Map<unknown, [K, V[]]>();
  readonly #keyOf: KeyOf<K> | null;

  constructor(keyOf: KeyOf<K> | null = null) {
    this.#keyOf = keyOf;
  }

  /** How many keys there are. */
  get size(): number {
    return this.#groups.size;
  }

  add(key: K, value: V): void {
    const id = this.#keyOf === null ? key : this.#keyOf(key);
    const group = this.#groups.get(id);
    if (group === undefined) this.#groups.set(id, [key, [value]]);
    else group[1].push(value);
  }

  [Symbol.iterator](): IterableIterator<[K, V[]]> {
    return this.#groups.values();
  }
}
