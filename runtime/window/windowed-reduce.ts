import type { KeyOf } from "../batch/keyed-batch.ts";
import { type Schema, t } from "../contract/schema.ts";
import { stateBackend } from "../state/state-backend.ts";
import type { StateObject } from "../state/state-object.ts";
import type { StateTable } from "../state/state-table.ts";
import { BatchTable, batchShape } from "./batch-table.ts";
import { BlockFolds } from "./block-folds.ts";
import { columnOf, type KeptPairs, pairsOf } from "./columns.ts";
import { doubled, FIRST_KEYS, type Folds } from "./folds.ts";
import { InverseFolds } from "./inverse-folds.ts";
import { isExact } from "./is-exact.ts";
import { roomsFor } from "./rooms.ts";
import { type BatchTime, type WindowLengths, WindowSchedule } from "./schedule.ts";
import { NONE, WindowedKeys } from "./windowed-keys.ts";

/** What `reduceByKeyAndWindow` is given. */
export interface WindowedReduceOptions<K, V> extends WindowLengths {
  /** Types of keys and values. */
  readonly key: Schema;
  readonly value: Schema;
  readonly merge: (left: V, right: V) => V;
  /** Takes a value out of a total. Asked only where nothing can be lost by it: of values without a float. */
  readonly inverse?: ((total: V, leaving: V) => V) | null;
  /** Whether a key comes out with what its values come to. */
  readonly filter?: ((key: K, value: V) => boolean) | null;
  /** For keys that are not primitives. */
  readonly keyOf?: KeyOf<K>;
}

/** A batch in the window. */
interface CoveredBatch {
  readonly time: number;
  readonly pane: number;
  /** Numbers of its keys, and their values. */
  readonly numbers: Int32Array;
  readonly values: ArrayLike<unknown>;
}

/**
 * Values merged by key over a sliding window: `reduceByKeyAndWindow`. A batch costs what it brings, what leaves with it, and
 * the keys that come out, however long the window is; no batch costs much more than the others, since keys take turns with
 * what is done once a window. A key whose last value has left the window is gone, whatever an inverse makes of it (Spark
 * keeps it). Keys come out in the order of their last values.
 */
export class WindowedReduce<K, V> implements StateObject {
  readonly backend = stateBackend;
  readonly #options: WindowedReduceOptions<K, V>;
  readonly #schedule: WindowSchedule;
  readonly #kept: BatchTable<KeptPairs<K, V>>;
  readonly #keys = new WindowedKeys<K>();
  readonly #folds: Folds<V>;
  #batches: CoveredBatch[] = [];
  /** Numbers of the keys that the batch under way has brought, and by number: 1 for those, and what their values come to. */
  #touched: number[] = [];
  #isTouched = new Int32Array(FIRST_KEYS);
  readonly #current: (V | null)[] = [];
  /** The last batch while a window that will show something has not ended; null where all has been shown. */
  #pending: BatchTime | null = null;
  #pane = Number.NEGATIVE_INFINITY;
  /** False until what is kept has been taken in, which zero time is needed for. */
  #isLoaded = true;

  constructor(options: WindowedReduceOptions<K, V>, kind = "reduceByKeyAndWindow") {
    const { key, value, merge, window, every, inverse = null } = options;
    this.#options = options;
    this.#schedule = new WindowSchedule(options);
    this.#folds =
      inverse !== null && isExact(value)
        ? new InverseFolds(merge, inverse)
        : new BlockFolds({ merge, rooms: roomsFor(value), panes: this.#schedule.panes, most: window / every });
    this.#kept = new BatchTable({ ...batchShape(kind, every, t.tuple(key, value)), toStored: pairsOf<K, V> });
  }

  get shape(): StateObject["shape"] {
    return this.#kept.shape;
  }

  get pendingUntil(): number | null {
    return this.#pending === null ? null : this.#schedule.endOf(this.#pending);
  }

  attach(table: StateTable<number, KeptPairs<K, V>>): void {
    this.#kept.attach(table);
    this.#isLoaded = false;
  }

  /** Adds a pair of the batch under way. */
  add(key: K, value: V): void {
    const number = this.#numberOf(key);
    if (this.#isTouched[number] === 1) {
      this.#current[number] = this.#options.merge(this.#current[number] as V, value);
      return;
    }
    this.#isTouched[number] = 1;
    this.#current[number] = value;
    this.#touched.push(number);
  }

  /**
   * Ends a batch: once for each, in order. Gives the window's pairs when one ends here (perhaps none), and null otherwise.
   */
  advance(batch: BatchTime): [K, V][] | null {
    const schedule = this.#schedule;
    if (!this.#isLoaded) this.#load(batch);
    if ((this.#batches.at(-1)?.time ?? Number.NEGATIVE_INFINITY) >= batch.time) this.#rewind(batch);
    this.#keys.reuse();
    const pane = schedule.paneOf(batch);
    this.#move(pane);
    const touched = this.#touched;
    this.#touched = [];
    for (const number of touched) this.#isTouched[number] = 0;
    if (touched.length > 0 && schedule.isSeen(batch)) this.#take(touched, batch.time, pane);
    else for (const number of touched) if (this.#folds.countOf(number) === 0) this.#drop(number);
    for (const number of touched) this.#current[number] = null;
    if (schedule.isEnd(batch)) {
      this.#pending = null;
      return this.#results();
    }
    const newest = this.#batches.at(-1);
    const isNew =
      newest !== undefined && schedule.windowOf({ ...batch, time: newest.time }) >= schedule.windowOf(batch);
    this.#pending = isNew ? batch : null;
    return null;
  }

  #results(): [K, V][] {
    const { filter = null } = this.#options;
    const results: [K, V][] = [];
    const { keys } = this.#keys;
    for (let number = this.#keys.first; number !== NONE; number = this.#keys.behind(number)) {
      const key = keys[number]!;
      const value = this.#folds.total(number);
      if (filter === null || filter(key, value)) results.push([key, value]);
    }
    return results;
  }

  /** Adds what a batch has brought. */
  #take(touched: readonly number[], time: number, pane: number): void {
    const current = this.#current;
    const numbers = Int32Array.from(touched);
    const values = columnOf<V>(this.#options.value, numbers.length, (index) => current[numbers[index]!] as V);
    this.#kept.add(time, { keys: this.#keys.keys, numbers, values });
    this.#enter({ time, pane, numbers, values });
  }

  #enter(batch: CoveredBatch): void {
    const { pane, numbers, values } = batch;
    this.#batches.push(batch);
    for (let index = 0; index < numbers.length; index++) {
      const number = numbers[index]!;
      if (this.#folds.countOf(number) > 0) this.#keys.remove(number);
      this.#keys.append(number);
      this.#folds.enter(number, values[index] as V, pane);
    }
  }

  /** The window moves on to `pane`: what is a whole window older leaves. */
  #move(pane: number): void {
    const first = pane - this.#schedule.panes;
    const stay = this.#batches.findIndex((batch) => batch.pane > first);
    for (const batch of this.#batches.splice(0, stay === -1 ? this.#batches.length : stay)) {
      this.#kept.remove(batch.time);
      this.#leave(batch);
    }
    if (pane === this.#pane) return;
    for (let at = Math.max(this.#pane, first) + 1; at <= pane; at++) this.#folds.turn(at);
    this.#pane = pane;
  }

  #leave({ numbers, values }: CoveredBatch): void {
    for (let index = 0; index < numbers.length; index++) {
      const number = numbers[index]!;
      this.#folds.leave(number, values[index] as V);
      if (this.#folds.countOf(number) > 0) continue;
      this.#keys.remove(number);
      if (this.#isTouched[number] === 0) this.#drop(number);
    }
  }

  #numberOf(key: K): number {
    const { keyOf } = this.#options;
    const id = keyOf === undefined ? key : keyOf(key);
    const known = this.#keys.find(id);
    if (known !== NONE) return known;
    const number = this.#keys.add(key, id);
    if (number >= this.#isTouched.length) this.#isTouched = doubled(this.#isTouched);
    this.#folds.begin(number, id);
    return number;
  }

  /** Forgets a key that has no value any more. What this batch has removed may come back: its number stays taken until then. */
  #drop(number: number): void {
    this.#folds.end(number);
    this.#keys.drop(number);
  }

  /** The clock was put back. */
  #rewind(batch: BatchTime): void {
    this.#kept.rewind(batch.time, (batches) => batches.flatMap(pairsOf<K, V>));
    for (const covered of this.#batches.splice(0)) this.#leave(covered);
    this.#load(batch);
  }

  /** Takes in what is kept, which nothing of is in the window yet. */
  #load({ zeroTime }: BatchTime): void {
    this.#isLoaded = true;
    this.#pane = Number.NEGATIVE_INFINITY;
    for (const { time, elements } of this.#kept.load()) {
      const pairs = pairsOf(elements);
      const numbers = Int32Array.from(pairs, ([key]) => this.#numberOf(key));
      const values = columnOf<V>(this.#options.value, pairs.length, (index) => pairs[index]![1]);
      this.#kept.hold(time, { keys: this.#keys.keys, numbers, values });
      this.#enter({ time, pane: this.#schedule.paneOf({ time, zeroTime }), numbers, values });
    }
  }
}
