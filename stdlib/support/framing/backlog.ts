import type { Context } from "../../../runtime/contract/context.ts";
import { ChannelFullError } from "../../../runtime/contract/errors.ts";
import type { Event } from "../../../runtime/contract/event.ts";
import { messageOf } from "../../../runtime/contract/message-of.ts";
import type { Output } from "../../../runtime/contract/source.ts";

/** Wait before a channel that stayed full is tried again: short, since the put itself has waited already. */
const FULL_PAUSE = 100;

/**
 * Events that a source has read and not yet delivered. They outlive a rejected `run`; the next one continues with
 * them. A full channel does not end it: the source waits, and so holds back whoever feeds it.
 */
export class Backlog<T> {
  #events: readonly Event<T>[] = [];
  /** Those before it are delivered. */
  #start = 0;

  /** What is not delivered. */
  get left(): readonly Event<T>[] {
    return this.#events.slice(this.#start);
  }

  get size(): number {
    return this.#events.length - this.#start;
  }

  /** Nothing takes what is left, and nobody has it any more: it is counted as `lostEvents`, and told. */
  giveUp({ count, log }: Context, error?: unknown): void {
    const lost = this.size;
    if (lost === 0) return;
    this.#events = [];
    this.#start = 0;
    count("lostEvents", lost);
    const why = error === undefined ? {} : { why: messageOf(error) };
    log.error("events are lost: nothing takes them any more", { lost, ...why });
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
