import { ChannelFullError, type Context, type Output } from "../../runtime/component.ts";
import type { Event } from "../../runtime/event.ts";

/** Wait before a channel that stayed full is tried again: short, since the put itself has waited already. */
const FULL_PAUSE = 100;

/**
 * Events that a source has read and not yet delivered. They outlive a rejected `run`, which goes on with them. A full
 * channel is no reason to give up: the source waits, and so holds back whoever feeds it.
 */
export class Backlog<T> {
  #events: readonly Event<T>[] = [];
  /** Those before it are delivered. */
  #start = 0;

  get size(): number {
    return this.#events.length - this.#start;
  }

  add(events: readonly Event<T>[]): void {
    this.#events = this.size === 0 ? events : [...this.#events.slice(this.#start), ...events];
    this.#start = 0;
  }

  /**
   * Puts batches of at most `batchSize` until nothing is left, or with `fullOnly` until no full batch is. Rejects
   * when a step on the wire throws; what was not taken is then still here.
   */
  async deliver(context: Context, output: Output<T>, batchSize = output.batchSize, fullOnly = false): Promise<void> {
    const size = Math.min(batchSize, output.batchSize);
    while (this.size >= (fullOnly ? size : 1)) {
      const end = Math.min(this.#start + size, this.#events.length);
      const whole = this.#start === 0 && end === this.#events.length;
      try {
        await output.put(whole ? this.#events : this.#events.slice(this.#start, end));
      } catch (error) {
        if (!(error instanceof ChannelFullError)) throw error;
        await context.clock.sleep(FULL_PAUSE);
        continue;
      }
      this.#start = end;
    }
  }
}
