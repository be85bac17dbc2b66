/** Maps a key that is not a primitive (a tuple, a record) to one that a Map can compare by value. */
export type KeyOf<K> = (key: K) => string | number;

/** A key as first met, and what was merged for it. Changing it in place spares the Map a second look-up. */
interface Box<K, V> {
  readonly key: K;
  value: V;
}

/** The values of one batch, merged by key: `reduceByKey`. Iterates pairs in the order in which keys first came. */
export class KeyedBatch<K, V> {
  readonly #boxes = new Map<unknown, Box<K, V>>();
  readonly #keyOf: KeyOf<K> | null;

  constructor(keyOf: KeyOf<K> | null = null) {
    this.#keyOf = keyOf;
  }

  /** How many keys there are. */
  get size(): number {
    return this.#boxes.size;
  }

  /** Merges `value` into that of `key`; a key's first value is kept as it is, without a call of `merge`. */
  merge(key: K, value: V, merge: (left: V, right: V) => V): void {
    const id = this.#keyOf === null ? key : this.#keyOf(key);
    const box = this.#boxes.get(id);
    if (box === undefined) this.#boxes.set(id, { key, value });
    else box.value = merge(box.value, value);
  }

  *[Symbol.iterator](): Generator<[K, V]> {
    for (const { key, value } of this.#boxes.values()) yield [key, value];
  }
}
