import { t } from "../contract/schema.ts";
import { stateBackend } from "../state/state-backend.ts";
import type { StateObject } from "../state/state-object.ts";
import { StateTable, type TableShape } from "../state/state-table.ts";
import { begin, comparing, type KeyedOptions } from "./keyed-options.ts";
import { Silence } from "./silence.ts";

/** What `mapWithState` is given. */
export interface MappedStateOptions<K, V, S, E> extends KeyedOptions<K> {
  /** The new state of a key, null for none, and what comes out for the value, null for nothing. */
  readonly update: (key: K, value: V, state: S | null, time: number) => readonly [S | null, E | null];
  /** What is there before the first batch. */
  readonly initial?: readonly (readonly [K, S])[];
  /** A key without a value for longer than this, in ms, loses its state; null for never. */
  readonly timeout?: number | null;
  /** What comes out for a key that loses its state so; null for nothing. */
  readonly onTimeout?: ((key: K, state: S, time: number) => E | null) | null;
}

/** Keys whose states are fetched together. */
const FETCHED = 256;

/** A state, and the time of the last batch that had a value for its key; on disk a pair, which would be two objects in memory. */
interface Seen<S> {
  readonly state: S;
  readonly at: number;
}

/**
 * `mapWithState`: `update` is asked once for each value, in the order in which they come, and sees the state that the value
 * before has left. Its cost is that of the values, however many keys there are. Keys that time out do so behind the values
 * of the first batch whose time is later than their last value's by more than the timeout: Spark's bound is the same,
 * though it looks only when it saves, every ten batches.
 */
export class MappedState<K, V, S, E> implements StateObject {
  readonly backend = stateBackend;
  readonly shape: TableShape<K>;
  readonly #options: MappedStateOptions<K, V, S, E>;
  #table: StateTable<K, Seen<S>>;
  /** Null until it is needed, behind a restart or a batch that failed: made from all keys then. */
  #silence: Silence<K, Seen<S>> | null = null;
  /** Of the batch under way, with `#values`. */
  #keys: K[] = [];
  #values: V[] = [];

  constructor(options: MappedStateOptions<K, V, S, E>) {
    this.#options = options;
    this.shape = {
      kind: "mapWithState",
      key: options.key,
      // The time as a number: reading millions of texts of times would cost more than all else.
      value: t.tuple(options.state, t.int),
      toStored: ({ state, at }: Seen<S>) => [state, at],
      fromStored: ([state, at]: readonly [S, number]) => ({ state, at }),
      spills: true,
      ...comparing(options),
    };
    this.#table = new StateTable(this.shape);
  }

  attach(table: StateTable<K, Seen<S>>): void {
    this.#table = table;
    this.#silence = null;
  }

  /** Adds a value of the batch under way. */
  add(key: K, value: V): void {
    this.#keys.push(key);
    this.#values.push(value);
  }

  /** All keys with their states, in the order in which the keys first came. */
  snapshot(): [K, S][] {
    const states: [K, S][] = [];
    this.#table.forEach(({ key, value }) => {
      states.push([key, value.state]);
    });
    return states;
  }

  /** Ends the batch of `time`: once for each, in order. */
  advance({ time }: { readonly time: number }): E[] {
    const { update, initial = [], timeout = null, onTimeout = null } = this.#options;
    // As if all of them had had a value in this batch.
    if (this.#table.isNew) {
      begin(
        this.#table,
        initial.map(([key, state]) => [key, { state, at: time }] as const),
      );
    }
    if (timeout !== null) this.#silence ??= new Silence(this.#table, timeout, ({ at }) => at);
    const results: E[] = [];
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = [];
    this.#values = [];
    for (let index = 0; index < keys.length; index++) {
      if (index % FETCHED === 0) this.#table.fetch(keys.slice(index, index + FETCHED), stateOf);
      const [key, value] = [keys[index]!, values[index]!];
      const known = this.#table.find(key);
      const before = known === undefined ? null : known.value.state;
      const [state, result] = update(key, value, before, time);
      if (result !== null) results.push(result);
      if (state === null) {
        if (known !== undefined) this.#table.remove(known);
        continue;
      }
      // Without a timeout nobody asks when it was; so a state that stays the same is not written again.
      if (timeout === null && known !== undefined && state === before) continue;
      let entry = known;
      if (entry === undefined) entry = this.#table.set(key, { state, at: time });
      else this.#table.change(entry, { state, at: time });
      this.#silence?.watch(entry);
    }
    this.#silence?.end(time, (key, { state }) => {
      const result = onTimeout === null ? null : onTimeout(key, state, time);
      if (result !== null) results.push(result);
    });
    return results;
  }
}

function stateOf<S>({ state }: Seen<S>): S {
  return state;
}
