import type { KeyOf } from "../batch/keyed-batch.ts";
import { type Schema, t } from "../contract/schema.ts";
import { stateBackend } from "../state/state-backend.ts";
import type { StateObject } from "../state/state-object.ts";
import type { StateTable } from "../state/state-table.ts";
import { BatchTable, batchShape } from "./batch-table.ts";
import { columnOf, type KeptPairs, pairsOf } from "./columns.ts";
import { BlockFold, type BlockFoldOptions, InverseFold } from "./fold.ts";
import { isExact } from "./is-exact.ts";
import { roomsFor } from "./rooms.ts";
import { type BatchTime, type WindowLengths, WindowSchedule } from "./schedule.ts";
import { KeysByRecency, phaseOf, type WindowedKey } from "./windowed-key.ts";

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
  readonly #inverse: ((total: V, leaving: V) => V) | null;
  readonly #blocks: BlockFoldOptions<V>;
  readonly #kept: BatchTable<KeptPairs<K, V>>;
  readonly #byId = new Map<unknown, WindowedKey<K, V>>();
  /** By number; those that are free may be given to new keys from the next batch on. */
  readonly #byNumber: WindowedKey<K, V>[] = [];
  readonly #keys: K[] = [];
  readonly #free: number[] = [];
  readonly #byPhase = new Map<number, Set<WindowedKey<K, V>>>();
  readonly #byRecency = new KeysByRecency<K, V>();
  #batches: CoveredBatch[] = [];
  #touched: WindowedKey<K, V>[] = [];
  #left: WindowedKey<K, V>[] = [];
  /** The last batch while a window that will show something has not ended; null where all has been shown. */
  #pending: BatchTime | null = null;
  #pane = Number.NEGATIVE_INFINITY;
  /** False until what is kept has been taken in, which zero time is needed for. */
  #isLoaded = true;

  constructor(options: WindowedReduceOptions<K, V>, kind = "reduceByKeyAndWindow") {
    const { key, value, merge, window, every, inverse = null } = options;
    this.#options = options;
    this.#schedule = new WindowSchedule(options);
    this.#inverse = inverse !== null && isExact(value) ? inverse : null;
    this.#blocks = { merge, rooms: roomsFor(value), most: window / every };
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
    const one = this.#find(key);
    if (one.isTouched) {
      one.current = this.#options.merge(one.current as V, value);
      return;
    }
    one.isTouched = true;
    one.current = value;
    this.#touched.push(one);
  }

  /**
   * Ends a batch: once for each, in order. Gives the window's pairs when one ends here (perhaps none), and null otherwise.
   */
  advance(batch: BatchTime): [K, V][] | null {
    const schedule = this.#schedule;
    if (!this.#isLoaded) this.#load(batch);
    if ((this.#batches.at(-1)?.time ?? Number.NEGATIVE_INFINITY) >= batch.time) this.#rewind(batch);
    for (const { number } of this.#left.splice(0)) this.#free.push(number);
    const pane = schedule.paneOf(batch);
    this.#move(pane);
    const touched = this.#touched;
    this.#touched = [];
    for (const one of touched) one.isTouched = false;
    if (touched.length > 0 && schedule.isSeen(batch)) this.#take(touched, batch.time, pane);
    else for (const one of touched) if (one.count === 0) this.#drop(one);
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
    for (let one = this.#byRecency.first; one !== null; one = one.after) {
      const value = one.fold.total();
      if (filter === null || filter(one.key, value)) results.push([one.key, value]);
    }
    return results;
  }

  /** Adds what a batch has brought. */
  #take(touched: readonly WindowedKey<K, V>[], time: number, pane: number): void {
    const numbers = new Int32Array(touched.length);
    const values = columnOf<V>(this.#options.value, touched.length, (index) => touched[index]!.current as V);
    touched.forEach((one, index) => {
      numbers[index] = one.number;
      one.current = null;
    });
    this.#kept.add(time, { keys: this.#keys, numbers, values });
    this.#enter({ time, pane, numbers, values });
  }

  #enter(batch: CoveredBatch): void {
    const { pane, numbers, values } = batch;
    this.#batches.push(batch);
    for (let index = 0; index < numbers.length; index++) {
      const one = this.#byNumber[numbers[index]!]!;
      if (one.count > 0) this.#byRecency.remove(one);
      else this.#keysOf(one.phase).add(one);
      this.#byRecency.append(one);
      one.count += 1;
      one.fold.enter(values[index] as V, this.#blockOf(one.phase, pane));
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
    for (let at = Math.max(this.#pane, first) + 1; at <= pane; at++) this.#turn(at);
    this.#pane = pane;
  }

  #leave({ numbers, values }: CoveredBatch): void {
    for (let index = 0; index < numbers.length; index++) {
      const one = this.#byNumber[numbers[index]!]!;
      one.fold.leave(values[index] as V);
      one.count -= 1;
      if (one.count > 0) continue;
      this.#byRecency.remove(one);
      this.#keysOf(one.phase).delete(one);
      if (!one.isTouched) this.#drop(one);
    }
  }

  /** The keys for which a block begins with `pane`. */
  #turn(pane: number): void {
    const { panes } = this.#schedule;
    const phase = (panes - (((pane % panes) + panes) % panes)) % panes;
    for (const one of this.#byPhase.get(phase) ?? []) one.fold.turn(this.#blockOf(phase, pane));
  }

  #blockOf(phase: number, pane: number): number {
    return Math.floor((pane + phase) / this.#schedule.panes);
  }

  #keysOf(phase: number): Set<WindowedKey<K, V>> {
    let keys = this.#byPhase.get(phase);
    if (keys === undefined) {
      keys = new Set();
      this.#byPhase.set(phase, keys);
    }
    return keys;
  }

  #find(key: K): WindowedKey<K, V> {
    const { keyOf, merge } = this.#options;
    const id = keyOf === undefined ? key : keyOf(key);
    const known = this.#byId.get(id);
    if (known !== undefined) return known;
    const number = this.#free.pop() ?? this.#keys.length;
    const inverse = this.#inverse;
    const one: WindowedKey<K, V> = {
      key,
      id,
      number,
      // Of one that is taken out of there is nothing to be done once a window.
      phase: inverse === null ? phaseOf(id, this.#schedule.panes) : 0,
      fold: inverse === null ? new BlockFold(this.#blocks) : new InverseFold(merge, inverse),
      count: 0,
      isTouched: false,
      current: null,
      before: null,
      after: null,
    };
    this.#byId.set(id, one);
    this.#byNumber[number] = one;
    this.#keys[number] = key;
    return one;
  }

  /** Forgets a key that has no value any more. What this batch has removed may come back: its number stays taken until then. */
  #drop(one: WindowedKey<K, V>): void {
    this.#byId.delete(one.id);
    one.fold.end();
    this.#left.push(one);
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
      const numbers = Int32Array.from(pairs, ([key]) => this.#find(key).number);
      const values = columnOf<V>(this.#options.value, pairs.length, (index) => pairs[index]![1]);
      this.#kept.hold(time, { keys: this.#keys, numbers, values });
      this.#enter({ time, pane: this.#schedule.paneOf({ time, zeroTime }), numbers, values });
    }
  }
}
