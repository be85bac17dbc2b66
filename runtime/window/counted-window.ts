import { t } from "../contract/schema.ts";
import { stateBackend } from "../state/state-backend.ts";
import type { StateObject } from "../state/state-object.ts";
import type { StateTable } from "../state/state-table.ts";
import { BatchTable } from "./batch-table.ts";
import { type BatchTime, type WindowLengths, WindowSchedule } from "./schedule.ts";

interface CountedBatch {
  readonly time: number;
  readonly pane: number;
  readonly count: number;
}

/**
 * How many elements a sliding window has: `countByWindow`. As in Spark nothing comes out before the first element ever;
 * from then on each window has a number, 0 for an empty one.
 */
export class CountedWindow implements StateObject {
  readonly backend = stateBackend;
  readonly #schedule: WindowSchedule;
  readonly #kept: BatchTable<number>;
  /** Those in the window, or else the last one that had elements, which says that there was one. */
  #batches: CountedBatch[] = [];
  #current = 0;
  #total = 0;
  /** The last batch while a window that will count something new has not ended; null otherwise. */
  #pending: BatchTime | null = null;
  /** False until what is kept has been taken in, which zero time is needed for. */
  #isLoaded = true;

  constructor(lengths: WindowLengths) {
    this.#schedule = new WindowSchedule(lengths);
    this.#kept = new BatchTable({ kind: "countByWindow", key: t.timestamp, value: t.int, every: lengths.every });
  }

  get shape(): StateObject["shape"] {
    return this.#kept.shape;
  }

  get pendingUntil(): number | null {
    return this.#pending === null ? null : this.#schedule.endOf(this.#pending);
  }

  attach(table: StateTable<number, number>): void {
    this.#kept.attach(table);
    this.#isLoaded = false;
  }

  /** Counts an element of the batch under way. */
  add(): void {
    this.#current += 1;
  }

  /** Ends a batch: once for each, in order. Gives the count of a window that ends here, and null where none ends. */
  advance(batch: BatchTime): number[] | null {
    const { time } = batch;
    const schedule = this.#schedule;
    if (!this.#isLoaded) this.#load(batch);
    if ((this.#batches.at(-1)?.time ?? Number.NEGATIVE_INFINITY) >= time) {
      this.#kept.rewind(time, (counts) => counts.reduce((a, b) => a + b));
      this.#load(batch);
    }
    const pane = schedule.paneOf(batch);
    const count = this.#current;
    this.#current = 0;
    if (count > 0 && schedule.isSeen(batch)) {
      this.#kept.add(time, count);
      this.#batches.push({ time, pane, count });
      this.#total += count;
    }
    this.#forget(pane - schedule.panes);
    const newest = this.#batches.at(-1);
    if (schedule.isEnd(batch)) {
      this.#pending = null;
      if (newest === undefined) return [];
      return [newest.pane > pane - schedule.panes ? this.#total : 0];
    }
    const isNew =
      newest !== undefined && schedule.windowOf({ ...batch, time: newest.time }) >= schedule.windowOf(batch);
    this.#pending = isNew ? batch : null;
    return null;
  }

  /** Removes the batches of `pane` and before, but for the last of all. */
  #forget(pane: number): void {
    while (this.#batches.length > 1 && this.#batches[0]!.pane <= pane) {
      const { time, count } = this.#batches.shift()!;
      this.#kept.remove(time);
      this.#total -= count;
    }
  }

  #load({ zeroTime }: BatchTime): void {
    this.#isLoaded = true;
    this.#batches = this.#kept.load().map(({ time, elements }) => {
      return { time, pane: this.#schedule.paneOf({ time, zeroTime }), count: elements };
    });
    this.#total = this.#batches.reduce((sum, { count }) => sum + count, 0);
  }
}
