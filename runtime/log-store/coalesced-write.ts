/**
 * Writes of a state that only matters as it is now: those asked for while one is under way share the next one.
 * `write` is to write what the state is when it is called.
 */
export class CoalescedWrite {
  readonly #write: () => Promise<void>;
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;

  constructor(write: () => Promise<void>) {
    this.#write = write;
  }

  /** Resolves when a write that began after this call is done. */
  request(): Promise<void> {
    if (this.#next !== null) return this.#next;
    const start = () => {
      this.#next = null;
      return this.#write();
    };
    const next = this.#running.then(start, start);
    this.#next = next;
    this.#running = next;
    // Whoever asked is told; a failure that nobody waits for any more is not to end the process.
    next.catch(() => {});
    return next;
  }

  /** Resolves when nothing is being written. */
  async idle(): Promise<void> {
    await this.#running.catch(() => {});
  }
}
