import type { Schema } from "../contract/schema.ts";
import { stateBackend } from "../state/state-backend.ts";
import type { StateObject } from "../state/state-object.ts";
import type { StateTable } from "../state/state-table.ts";
import { BatchTable, batchShape, type KeptBatch } from "./batch-table.ts";
import { type BatchTime, type WindowLengths, WindowSchedule } from "./schedule.ts";

/** What `window` is given. */
export interface WindowOptions extends WindowLengths {
  /** Type of the elements. */
  readonly element: Schema;
}

interface Covered<T> extends KeptBatch<readonly T[]> {
  readonly pane: number;
}

/**
 * The elements of a sliding window: at every slide those of the batches in (t - window, t], with a delay (t - delay - window,
 * t - delay]. The first windows are shorter, since nothing came before the start; with a slide longer than the window the
 * batches between are not seen.
 */
export class Window<T> implements StateObject {
  readonly backend = stateBackend;
  readonly #schedule: WindowSchedule;
  readonly #kept: BatchTable<readonly T[]>;
  #batches: Covered<T>[] = [];
  #current: T[] = [];
  /** The last batch while a window that will show something has not ended; null where all has been shown. */
  #pending: BatchTime | null = null;
  /** False until the panes of what is kept are known, which zero time is needed for. */
  #isLoaded = true;

  constructor({ element, ...lengths }: WindowOptions, kind = "window") {
    this.#schedule = new WindowSchedule(lengths);
    this.#kept = new BatchTable(batchShape(kind, lengths.every, element));
  }

  get shape(): StateObject["shape"] {
    return this.#kept.shape;
  }

  get pendingUntil(): number | null {
    return this.#pending === null ? null : this.#schedule.endOf(this.#pending);
  }

  attach(table: StateTable<number, readonly T[]>): void {
    this.#kept.attach(table);
    this.#isLoaded = false;
  }

  /** Adds an element of the batch under way. */
  add(element: T): void {
    this.#current.push(element);
  }

  /**
   * Ends a batch: once for each, in order. Gives the window's elements, oldest first, when one ends here (perhaps none),
   * and null otherwise.
   */
  advance(batch: BatchTime): T[] | null {
    const { time } = batch;
    const schedule = this.#schedule;
    if (!this.#isLoaded) this.#load(batch);
    if ((this.#batches.at(-1)?.time ?? Number.NEGATIVE_INFINITY) >= time) {
      this.#kept.rewind(time, (batches) => batches.flat());
      this.#load(batch);
    }
    const pane = schedule.paneOf(batch);
    this.#forget(pane - schedule.panes - schedule.delayed);
    const elements = this.#current;
    this.#current = [];
    if (elements.length > 0 && schedule.isSeen(batch)) {
      this.#kept.add(time, elements);
      this.#batches.push({ time, elements, pane });
    }
    if (!schedule.isEnd(batch)) {
      this.#pending = this.#hasNew(batch) ? batch : null;
      return null;
    }
    const last = pane - schedule.delayed;
    const isShown = (this.#batches.at(-1)?.pane ?? last) <= last;
    this.#pending = isShown ? null : schedule.next(batch);
    const all: T[] = [];
    for (const covered of this.#batches) {
      if (covered.pane <= last) for (const element of covered.elements) all.push(element);
    }
    return all;
  }

  /** Whether the window of `batch` has elements that the one before it did not have. */
  #hasNew(batch: BatchTime): boolean {
    const newest = this.#batches.at(-1);
    return (
      newest !== undefined && this.#schedule.windowOf({ ...batch, time: newest.time }) >= this.#schedule.windowOf(batch)
    );
  }

  /** Removes the batches of `pane` and before: no window reaches them any more. */
  #forget(pane: number): void {
    const left = this.#batches.findIndex((one) => one.pane > pane);
    for (const { time } of this.#batches.splice(0, left === -1 ? this.#batches.length : left)) this.#kept.remove(time);
  }

  #load({ zeroTime }: BatchTime): void {
    this.#isLoaded = true;
    this.#batches = this.#kept
      .load()
      .map((one) => ({ ...one, pane: this.#schedule.paneOf({ time: one.time, zeroTime }) }));
  }
}
