/** Those who wait for something to take. */
export class Arrivals {
  #waiting: (() => void)[] = [];
  /** Signals that are listened to: once each, since waiting is what a fast sink does most. */
  readonly #known = new WeakSet<AbortSignal>();

  /** Resolves when there may be something, or `signal` is aborted: look again. */
  wait(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    if (!this.#known.has(signal)) {
      this.#known.add(signal);
      signal.addEventListener("abort", () => this.wakeAll(), { once: true });
    }
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** Wakes the one who has waited longest. */
  wakeOne(): void {
    this.#waiting.shift()?.();
  }

  wakeAll(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
