import type { Clock } from "./clock.ts";
import { CoalescedWrite } from "./coalesced-write.ts";

/** What is written, and how long it may wait. */
export interface DelayedWriteOptions {
  readonly clock: Clock;
  /** How long a request may wait for others, in ms; 0: each is written before its promise resolves. */
  readonly interval: number;
  /** Writes what the state is when it is called. */
  write(): Promise<void>;
  /** Told of each write that nobody waits for: null when it worked. One that failed is tried again after the interval. */
  told(error: unknown): void;
}

/** Writes of a state that only matters as it is now, and may wait: one timer and one write for all requests meanwhile. */
export class DelayedWrite {
  readonly #options: DelayedWriteOptions;
  readonly #writes: CoalescedWrite;
  /** Calls off the write that is due; null when none is. */
  #cancel: (() => void) | null = null;
  /** The write of a timer that is under way; never rejects. */
  #due: Promise<void> = Promise.resolve();

  constructor(options: DelayedWriteOptions) {
    this.#options = options;
    this.#writes = new CoalescedWrite(() => options.write());
  }

  /** Resolves at once, with an interval; what was asked for is written within it. */
  async request(): Promise<void> {
    const { clock, interval } = this.#options;
    if (interval === 0) return await this.#writes.request();
    this.#cancel ??= clock.at(clock.now() + interval, () => {
      this.#cancel = null;
      this.#due = this.#writeDue();
    });
  }

  /** Resolves when the state as it is now is written. */
  async now(): Promise<void> {
    this.#callOff();
    await this.#writes.request();
  }

  /** Resolves when all that was asked for is written, and nothing is being written. */
  async flush(): Promise<void> {
    await this.#due;
    if (this.#callOff()) await this.#writes.request();
    await this.#writes.idle();
  }

  /** Whether one was due. */
  #callOff(): boolean {
    const wasDue = this.#cancel !== null;
    this.#cancel?.();
    this.#cancel = null;
    return wasDue;
  }

  async #writeDue(): Promise<void> {
    try {
      await this.#writes.request();
      this.#options.told(null);
    } catch (error) {
      this.#options.told(error);
      await this.request();
    }
  }
}
