/** Those who wait for something to take. */
export class Arrivals {
  readonly #waiting: (() => void)[] = [];

  /** Resolves at the next wake-up meant for this caller, or when `signal` is aborted. */
  wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const wake = () => {
        signal.removeEventListener("abort", give);
        resolve();
      };
      const give = () => {
        const at = this.#waiting.indexOf(wake);
        if (at >= 0) this.#waiting.splice(at, 1);
        wake();
      };
      this.#waiting.push(wake);
      signal.addEventListener("abort", give, { once: true });
    });
  }

  /** Wakes the one who has waited longest. */
  wakeOne(): void {
    this.#waiting.shift()?.();
  }

  wakeAll(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
