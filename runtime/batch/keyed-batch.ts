import { type Merge, PartTable } from "./part-table.ts";

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
  /** In place of the boxes, from the first key on that was a part of a text: keys are texts then. */
  #parts: PartTable<V> | null = null;

  constructor(keyOf: KeyOf<K> | null = null) {
    this.#keyOf = keyOf;
  }

  /** How many keys there are. */
  get size(): number {
    return this.#parts === null ? this.#boxes.size : this.#parts.size;
  }

  /** Merges `value` into that of `key`; a key's first value is kept as it is, without a call of `merge`. */
  merge(key: K, value: V, merge: Merge<V>): void {
    if (this.#parts !== null) {
      this.#parts.merge(key as string, 0, -1, value, merge);
      return;
    }
    const id = this.#keyOf === null ? key : this.#keyOf(key);
    const box = this.#boxes.get(id);
    if (box === undefined) this.#boxes.set(id, { key, value });
    else box.value = merge(box.value, value);
  }

  /** The same of the key that is the part of `text` from `from` up to `to`, or to its end where that is -1. */
  mergePart(text: string, from: number, to: number, value: V, merge: Merge<V>): void {
    if (this.#parts === null) this.#parts = this.#asParts();
    this.#parts.merge(text, from, to, value, merge);
  }

  *[Symbol.iterator](): Generator<[K, V]> {
    if (this.#parts !== null) yield* this.#parts as PartTable<unknown> as Iterable<[K, V]>;
    else for (const { key, value } of this.#boxes.values()) yield [key, value];
  }

  #asParts(): PartTable<V> {
    const parts = new PartTable<V>();
    for (const { key, value } of this.#boxes.values()) parts.merge(key as string, 0, -1, value, (_, right) => right);
    this.#boxes.clear();
    return parts;
  }
}
