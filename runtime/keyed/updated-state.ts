import { GroupedBatch } from "../batch/grouped-batch.ts";
import type { Entry } from "../state/entry.ts";
import { stateBackend } from "../state/state-backend.ts";
import type { StateObject } from "../state/state-object.ts";
import { StateTable, type TableShape } from "../state/state-table.ts";
import { begin, comparing, type KeyedOptions } from "./keyed-options.ts";

/** What `updateStateByKey` is given. */
export interface UpdatedStateOptions<K, V, S> extends KeyedOptions<K> {
  /** The new state of a key from its values of the batch and its state until now; null has none. */
  readonly update: (values: V[], state: S | null, key: K, time: number) => S | null;
  /** What is there before the first batch. */
  readonly initial?: readonly (readonly [K, S])[];
}

/** The values of a key that has none in a batch. */
const NONE: never[] = [];

/**
 * `updateStateByKey`, as Spark has it: each batch asks `update` once for each key that has values or a state, without
 * values too, and gives all keys with their states. A key for which it gives null is gone.
 */
export class UpdatedState<K, V, S> implements StateObject {
  readonly backend = stateBackend;
  readonly shape: TableShape<K>;
  readonly #options: UpdatedStateOptions<K, V, S>;
  #table: StateTable<K, S>;
  #batch: GroupedBatch<K, V>;

  constructor(options: UpdatedStateOptions<K, V, S>) {
    const { key, state } = options;
    this.#options = options;
    this.shape = { kind: "updateStateByKey", key, value: state, spills: true, ...comparing(options) };
    this.#table = new StateTable(this.shape);
    this.#batch = this.#newBatch();
  }

  attach(table: StateTable<K, S>): void {
    this.#table = table;
    begin(table, this.#options.initial ?? []);
  }

  /** Adds a value of the batch under way. */
  add(key: K, value: V): void {
    this.#batch.add(key, value);
  }

  /** Ends the batch of `time`: once for each, in order. */
  advance({ time }: { readonly time: number }): [K, S][] {
    const { update } = this.#options;
    const table = this.#table;
    const results: [K, S][] = [];
    const known = new Map<Entry<K, S>, V[]>();
    const added: [K, V[]][] = [];
    for (const group of this.#batch) {
      const entry = table.find(group[0]);
      if (entry === undefined) added.push(group);
      else known.set(entry, group[1]);
    }
    this.#batch = this.#newBatch();
    table.forEach((entry) => {
      const state = update(known.get(entry) ?? NONE, entry.value, entry.key, time);
      if (state === null) table.remove(entry);
      else {
        table.change(entry, state);
        results.push([entry.key, state]);
      }
    });
    for (const [key, values] of added) {
      const state = update(values, null, key, time);
      if (state === null) continue;
      table.set(key, state);
      results.push([key, state]);
    }
    return results;
  }

  #newBatch(): GroupedBatch<K, V> {
    return new GroupedBatch(this.#options.keyOf ?? null);
  }
}
