import type { Readable } from "node:stream";

/**
 * A Node stream, read by asking: nothing is taken from it between two calls of `take`, so that whoever sends is held
 * back while a batch is being delivered.
 */
export class Inflow {
  readonly #stream: Readable;
  #ended = false;
  #error: Error | null = null;
  #woken = false;
  #wake: (() => void) | null = null;

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

  /** Resolves when there may be something to take, when it has ended, and at the next `wake`. */
  async wait(): Promise<void> {
    if (this.#ended) return;
    if (!this.#woken) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#woken = false;
  }

  wake(): void {
    this.#woken = true;
    this.#wake?.();
    this.#wake = null;
  }

  #end(error: Error | null): void {
    this.#error ??= error;
    this.#ended = true;
    this.wake();
  }
}
