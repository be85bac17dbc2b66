import { nextTurn } from "./timers.ts";

/** How many batches may pass between two turns of the event loop. */
const BATCHES_PER_TURN = 16;

/**
 * Yields to the event loop now and then. A fast source and a fast sink around a channel in memory hand batches to each
 * other in microtasks alone: without it neither a timer nor a socket nor Ctrl-C would ever get its turn.
 */
export class EventLoopYielder {
  #batches = 0;

  /** Call after each batch; null when there is nothing to wait for. */
  afterBatch(): Promise<void> | null {
    this.#batches += 1;
    if (this.#batches < BATCHES_PER_TURN) return null;
    this.#batches = 0;
    return nextTurn();
  }
}
