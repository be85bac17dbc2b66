import { t } from "../contract/schema.ts";
import { stateBackend } from "../state/state-backend.ts";
import type { StateObject } from "../state/state-object.ts";
import { StateTable, type TableShape } from "../state/state-table.ts";
import { comparing, type KeyedOptions } from "./keyed-options.ts";
import { Silence } from "./silence.ts";

/** What `dedupe` of a stream is given. */
export interface SeenKeysOptions<K, T> extends Omit<KeyedOptions<K>, "state"> {
  /** What two elements that are the same have in common. */
  readonly by: (element: T) => K;
  /** How long a key is remembered after it was last seen, in ms. */
  readonly within: number;
}

/**
 * `dedupe`: keeps when each key was last seen. Its cost is that of a batch's elements; what is kept is bounded by the keys
 * that come `within` that time.
 */
export class SeenKeys<K, T> implements StateObject {
  readonly backend = stateBackend;
  readonly shape: TableShape<K>;
  readonly #options: SeenKeysOptions<K, T>;
  #table: StateTable<K, number>;
  /** Null until it is needed, behind a restart or a batch that failed: made from all keys then. */
  #silence: Silence<K, number> | null = null;
  #batch: T[] = [];

  constructor(options: SeenKeysOptions<K, T>) {
    this.#options = options;
    this.shape = { kind: "dedupe", key: options.key, value: t.int, spills: true, ...comparing(options) };
    this.#table = new StateTable(this.shape);
  }

  attach(table: StateTable<K, number>): void {
    this.#table = table;
    this.#silence = null;
  }

  /** Adds an element of the batch under way. */
  add(element: T): void {
    this.#batch.push(element);
  }

  /** Ends the batch of `time`: its elements, in order, whose key was not seen in it before, or `within` before it. */
  advance({ time }: { readonly time: number }): T[] {
    const { by, within } = this.#options;
    const elements = this.#batch;
    this.#batch = [];
    const table = this.#table;
    const silence = this.#silence ?? new Silence(table, within, (at) => at);
    this.#silence = silence;
    silence.end(time, () => {});
    return elements.filter((element) => {
      const key = by(element);
      const known = table.find(key);
      if (known === undefined) silence.watch(table.set(key, time));
      else if (known.value !== time) table.change(known, time);
      return known === undefined;
    });
  }
}
