import type { Readable } from "node:stream";
import type { Clock } from "../../../runtime/system/clock.ts";
import { Notifier } from "../../../runtime/system/notifier.ts";

/**
 * A Node stream, read by asking: nothing is taken from it between two calls of `take`, so that whoever sends is held
 * back while a batch is being delivered.
 */
export class Inflow {
  readonly #stream: Readable;
  #ended = false;
  #error: Error | null = null;
  readonly #changes = new Notifier();
  /** A wake-up came while nobody waited. */
  #woken = false;

  constructor(stream: Readable) {
    this.#stream = stream;
    stream.on("readable", () => this.wake());
    stream.on("end", () => this.#end(null));
    stream.on("error", (error) => this.#end(error));
    stream.on("close", () => this.#end(null));
  }

  /** Nothing more will come. Known for sure only after `take` has given null. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Why it ended, where that was a fault. */
  get error(): Error | null {
    return this.#error;
  }

  /** All that has arrived, or null. */
  take(): Buffer | null {
    return this.#stream.read();
  }

  /** Resolves when there may be something to take, at its end, at the next `wake`, and at `time`. */
  async wait(time: number, clock: Clock): Promise<void> {
    if (this.#ended) return;
    if (!this.#woken) {
      const cancel = time === Infinity ? () => {} : clock.at(time, () => this.wake());
      await this.#changes.wait();
      cancel();
    }
    this.#woken = false;
  }

  wake(): void {
    this.#woken = true;
    this.#changes.wakeAll();
  }

  #end(error: Error | null): void {
    this.#error ??= error;
    this.#ended = true;
    this.wake();
  }
}
