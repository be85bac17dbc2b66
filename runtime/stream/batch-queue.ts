/** Batches formed and not yet computed, in order. A batch that overruns makes them wait; none is skipped. */
export class BatchQueue<B> {
  readonly #batches: B[] = [];
  #closed = false;
  #wake: (() => void) | null = null;

  push(batch: B): void {
    this.#batches.push(batch);
    this.#wake?.();
  }

  /** Nothing more will be pushed. */
  close(): void {
    this.#closed = true;
    this.#wake?.();
  }

  /** The next batch; null when the queue is closed and empty. */
  async next(): Promise<B | null> {
    while (this.#batches.length === 0) {
      if (this.#closed) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
    return this.#batches.shift()!;
  }
}
