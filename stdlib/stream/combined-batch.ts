import type { KeyOf } from "../../runtime/batch/keyed-batch.ts";

/** A key as first met, and what its values have come to. */
interface Box<K, C> {
  readonly key: K;
  combined: C;
}

/**
 * The values of one batch, combined by key into something of another type. Iterates pairs in the order in which keys
 * first came.
 */
export class CombinedBatch<K, V, C> {
  readonly #boxes = new Map<unknown, Box<K, C>>();
  readonly #create: (value: V) => C;
  readonly #merge: (combined: C, value: V) => C;
  readonly #keyOf: KeyOf<K> | null;

  /** `create` is asked for the first value of each key, `merge` for all others. */
  constructor(create: (value: V) => C, merge: (combined: C, value: V) => C, keyOf: KeyOf<K> | null = null) {
    this.#create = create;
    this.#merge = merge;
    this.#keyOf = keyOf;
  }

  /** One that merges the first value of each key, too: into `zero`. */
  static startingWith<K, V, C>(
    zero: C,
    merge: (combined: C, value: V) => C,
    keyOf: KeyOf<K> | null = null,
  ): CombinedBatch<K, V, C> {
    return new CombinedBatch<K, V, C>((value) => merge(zero, value), merge, keyOf);
  }

  /** How many keys there are. */
  get size(): number {
    return this.#boxes.size;
  }

  add(key: K, value: V): void {
    const id = this.#keyOf === null ? key : this.#keyOf(key);
    const box = this.#boxes.get(id);
    if (box === undefined) this.#boxes.set(id, { key, combined: this.#create(value) });
    else box.combined = this.#merge(box.combined, value);
  }

  *[Symbol.iterator](): Generator<[K, C]> {
    for (const { key, combined } of this.#boxes.values()) yield [key, combined];
  }
}
