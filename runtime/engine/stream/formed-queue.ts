import { BoundedQueue } from "../../system/bounded-queue.ts";
import { Notifier } from "../../system/notifier.ts";
import { eventsIn, type FormedBatch, rollback } from "./formed-batch.ts";

/** Batches that may be formed and wait for the one before; the inputs bound their events. Forming waits beyond that. */
const MOST_FORMED = 1000;

/** Batches between the loop that forms them and the one that computes them. */
export class FormedQueue {
  readonly #queue = new BoundedQueue<FormedBatch>({ elements: MOST_FORMED, bytes: Number.POSITIVE_INFINITY });
  #pushed = 0;
  #done = 0;
  /** Events of the inputs in batches that are formed and not settled. */
  #events = 0;
  /** Wakes when a batch is done. */
  readonly progress = new Notifier();

  /** What is formed and not done. */
  get waiting(): { readonly batches: number; readonly events: number } {
    return { batches: this.#pushed - this.#done, events: this.#events };
  }

  /** How many are done. */
  get done(): number {
    return this.#done;
  }

  /** Whether none is left to do. */
  get isIdle(): boolean {
    return this.#done === this.#pushed;
  }

  /** Waits while too many are formed; rolls the batch back if the queue is closed meanwhile. */
  async push(batch: FormedBatch): Promise<void> {
    this.#events += eventsIn(batch);
    this.#pushed += 1;
    if (!(await this.#queue.push(batch))) await rollback(batch);
  }

  /** The next batch; null when the queue is closed and empty. */
  next(): Promise<FormedBatch | null> {
    return this.#queue.next();
  }

  /** The outputs of a batch are safe, and so is where it came from. */
  settle(batch: Pick<FormedBatch, "slices">): void {
    this.#events -= eventsIn(batch);
  }

  /** The batch that `next` gave is done, or was given back. */
  finish(): void {
    this.#done += 1;
    this.progress.wakeAll();
  }

  /** No batch comes any more; those that are there can be taken. */
  close(): void {
    this.#queue.close();
  }
}
