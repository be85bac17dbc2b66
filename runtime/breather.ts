import { setImmediate as nextTurn } from "node:timers/promises";

/** How many batches may pass between two turns of the event loop. */
const BATCHES_PER_TURN = 16;

/**
 * Lets the event loop turn now and then. A fast source and a fast sink around a channel in memory hand batches to
 * each other in microtasks alone: without it neither a timer nor a socket nor Ctrl-C would ever get its turn.
 */
export class Breather {
  #batches = 0;

  /** Call once a batch; null when there is nothing to wait for. */
  breathe(): Promise<void> | null {
    this.#batches += 1;
    if (this.#batches < BATCHES_PER_TURN) return null;
    this.#batches = 0;
    return nextTurn();
  }
}
