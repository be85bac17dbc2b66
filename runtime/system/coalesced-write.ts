import { Mutex } from "./mutex.ts";

/**
 * Writes of a state that only matters as it is now: those asked for while one is under way share the next one.
 * `write` is to write what the state is when it is called.
 */
export class CoalescedWrite {
  readonly #write: () => Promise<void>;
  readonly #mutex = new Mutex();
  #next: Promise<void> | null = null;

  constructor(write: () => Promise<void>) {
    this.#write = write;
  }

  /** Resolves when a write that began after this call is done. */
  request(): Promise<void> {
    this.#next ??= this.#mutex.run(() => {
      this.#next = null;
      return this.#write();
    });
    return this.#next;
  }

  /** Resolves when nothing is being written. */
  idle(): Promise<void> {
    return this.#mutex.idle();
  }
}
