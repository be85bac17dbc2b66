import type { Entry } from "../state/entry.ts";
import { stateBackend } from "../state/state-backend.ts";
import type { StateObject } from "../state/state-object.ts";
import { StateTable, type TableShape } from "../state/state-table.ts";
import { comparing, type KeyedOptions } from "./keyed-options.ts";
import { TimerQueue } from "./timer-queue.ts";

/** The new state, null for none, and what comes out. */
export type Processed<S, U> = readonly [state: S | null, results: readonly U[]];

/** What `process` is given. */
export interface ProcessedStateOptions<K, V, S, U> extends KeyedOptions<K> {
  /** Asked for each value, in the order in which they come. */
  readonly onElement: (key: K, value: V, state: S | null, time: number) => Processed<S, U>;
  /** When a key with this state wants `onTimer`; null for never. */
  readonly wakeAt?: ((key: K, state: S) => number | null) | null;
  /** Asked with the first batch whose time is `at` or later, behind its values. */
  readonly onTimer?: ((key: K, state: S, at: number) => Processed<S, U>) | null;
}

/**
 * `process`: state by key with timers, the general form under the others. A timer is a function of the state, so that it
 * is kept with it: it goes when the state goes, and moves when the state says so.
 */
export class ProcessedState<K, V, S, U> implements StateObject {
  readonly backend = stateBackend;
  readonly shape: TableShape<K>;
  readonly #options: ProcessedStateOptions<K, V, S, U>;
  #table: StateTable<K, S>;
  /** Null until it is needed, behind a restart or a batch that failed: made from all keys then. */
  #timers: TimerQueue<K> | null = null;
  #batch: { readonly key: K; readonly value: V }[] = [];
  /** Places of keys whose timers were set by a timer behind the end of the input: they wait for the next start. */
  readonly #later = new Set<number>();

  constructor(options: ProcessedStateOptions<K, V, S, U>) {
    this.#options = options;
    this.shape = { kind: "process", key: options.key, value: options.state, spills: true, ...comparing(options) };
    this.#table = new StateTable(this.shape);
  }

  /** When the first timer is due that came from the input. */
  get timerAt(): number | null {
    const { wakeAt, onTimer } = this.#options;
    if (!wakeAt || !onTimer) return null;
    const timers = this.#timersOf();
    const passed: Entry<K, S>[] = [];
    let found: number | null = null;
    for (let first = timers.first; first !== null && found === null; first = timers.first) {
      const sleeper = timers.next(first);
      const entry = sleeper === null ? undefined : this.#table.find(sleeper.key);
      if (sleeper === null || entry?.order !== sleeper.order) continue;
      const at = wakeAt(entry.key, entry.value);
      if (at === null) continue;
      if (this.#later.has(entry.order)) passed.push(entry);
      else {
        timers.schedule(entry, at);
        // One that was put off meanwhile has others before it, perhaps.
        if (at <= first) found = at;
      }
    }
    for (const entry of passed) this.#schedule(entry, timers);
    return found;
  }

  attach(table: StateTable<K, S>): void {
    this.#table = table;
    this.#timers = null;
  }

  /** Adds a value of the batch under way. */
  add(key: K, value: V): void {
    this.#batch.push({ key, value });
  }

  /** All keys with their states, in the order in which the keys first came. */
  snapshot(): [K, S][] {
    const states: [K, S][] = [];
    this.#table.forEach(({ key, value }) => {
      states.push([key, value]);
    });
    return states;
  }

  /** Ends the batch of `time`: once for each, in order. */
  advance({ time, isRest = false }: { readonly time: number; readonly isRest?: boolean }): U[] {
    const timers = this.#timersOf();
    const results: U[] = [];
    const values = this.#batch;
    this.#batch = [];
    for (const { key, value } of values) {
      const known = this.#table.find(key);
      const [state, given] = this.#options.onElement(key, value, known?.value ?? null, time);
      for (const result of given) results.push(result);
      if (state !== null) this.#schedule(this.#table.set(key, state), timers);
      else if (known !== undefined) this.#table.remove(known);
    }
    this.#wake(time, isRest, timers, results);
    return results;
  }

  /** Asks the timers that are due, those that follow from them within the batch included. */
  #wake(time: number, isRest: boolean, timers: TimerQueue<K>, results: U[]): void {
    const { wakeAt, onTimer } = this.#options;
    if (!wakeAt || !onTimer) return;
    const again: Entry<K, S>[] = [];
    for (let sleeper = timers.next(time); sleeper !== null; sleeper = timers.next(time)) {
      const entry = this.#table.find(sleeper.key);
      if (entry?.order !== sleeper.order) continue;
      const at = wakeAt(entry.key, entry.value);
      if (at === null || at > time) {
        this.#schedule(entry, timers);
        continue;
      }
      const [state, given] = onTimer(entry.key, entry.value, at);
      for (const result of given) results.push(result);
      if (state === null) {
        this.#table.remove(entry);
        continue;
      }
      this.#table.change(entry, state);
      if (isRest) this.#later.add(entry.order);
      const next = wakeAt(entry.key, state);
      // One that does not move on would be asked endlessly: it is asked again with the next batch.
      if (next !== null && next <= at) again.push(entry);
      else this.#schedule(entry, timers);
    }
    for (const entry of again) this.#schedule(entry, timers);
  }

  #schedule(entry: Entry<K, S>, timers: TimerQueue<K>): void {
    const at = this.#options.wakeAt?.(entry.key, entry.value) ?? null;
    if (at !== null) timers.schedule(entry, at);
  }

  #timersOf(): TimerQueue<K> {
    if (this.#timers !== null) return this.#timers;
    const timers = new TimerQueue<K>();
    this.#timers = timers;
    if (this.#options.wakeAt) {
      this.#table.forEach((entry) => {
        this.#schedule(entry, timers);
      });
    }
    return timers;
  }
}
