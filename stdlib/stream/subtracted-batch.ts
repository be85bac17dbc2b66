import type { KeyOf } from "../../runtime/batch/keyed-batch.ts";

/** The pairs of one stream in a batch, and the keys of another, which are taken from it: `subtractByKey`. */
export class SubtractedBatch<K, V> {
  readonly #pairs: { readonly id: unknown; readonly pair: [K, V] }[] = [];
  readonly #others = new Set<unknown>();
  readonly #keyOf: KeyOf<K> | null;

  constructor(keyOf: KeyOf<K> | null = null) {
    this.#keyOf = keyOf;
  }

  addThis(key: K, value: V): void {
    this.#pairs.push({ id: this.#keyOf === null ? key : this.#keyOf(key), pair: [key, value] });
  }

  addOther(key: K): void {
    this.#others.add(this.#keyOf === null ? key : this.#keyOf(key));
  }

  /** The pairs whose key the other stream does not have, in their order. */
  rest(): [K, V][] {
    return this.#pairs.filter(({ id }) => !this.#others.has(id)).map(({ pair }) => pair);
  }
}
