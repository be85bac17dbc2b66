import { KeyedBatch, type KeyOf } from "../batch/keyed-batch.ts";
import { Panes, type PanesSnapshot, type WindowLengths } from "./panes.ts";

export interface WindowedReduceOptions<K, V> extends WindowLengths {
  readonly merge: (left: V, right: V) => V;
  /** For keys that are not primitives. */
  readonly keyOf?: KeyOf<K>;
}

/**
 * Values merged by key over a sliding window: `reduceByKeyAndWindow`. Values are merged pane by pane as they come, and a
 * window from its panes; so the work of a window is that of its panes' keys, and a key whose last value has left the
 * window is gone (Spark's form with an inverse function keeps it for ever).
 */
export class WindowedReduce<K, V> {
  readonly #panes: Panes<[K, V][]>;
  readonly #merge: (left: V, right: V) => V;
  readonly #keyOf: KeyOf<K> | null;
  #current: KeyedBatch<K, V>;

  constructor({ merge, keyOf, ...lengths }: WindowedReduceOptions<K, V>) {
    this.#panes = new Panes(lengths);
    this.#merge = merge;
    this.#keyOf = keyOf ?? null;
    this.#current = new KeyedBatch(this.#keyOf);
  }

  /** Adds a pair of the batch under way. */
  add(key: K, value: V): void {
    this.#current.merge(key, value, this.#merge);
  }

  /**
   * Ends the batch of `time`: once for each batch, in order. Gives the window's pairs when one ends here (perhaps
   * none), and null otherwise.
   */
  advance(time: number): [K, V][] | null {
    const covered = this.#panes.advance(time, () => {
      const content = [...this.#current];
      this.#current = new KeyedBatch(this.#keyOf);
      return content;
    });
    if (covered === null) return null;
    if (covered.length === 1) return [...covered[0]!];
    const merged = new KeyedBatch<K, V>(this.#keyOf);
    for (const pairs of covered) {
      for (const [key, value] of pairs) merged.merge(key, value, this.#merge);
    }
    return [...merged];
  }

  snapshot(): unknown {
    return this.#panes.snapshot(this.#current.size === 0 ? null : [...this.#current]);
  }

  restore(saved: unknown): void {
    this.#panes.restore(saved as PanesSnapshot<[K, V][]>);
  }
}
