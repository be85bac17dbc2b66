import type { Clock } from "./clock.ts";

/**
 * Lets several wait until something may have changed. A wake-up is a hint: whoever is woken looks again, and waits again
 * if there is nothing. Nothing is remembered between waits, so look first and wait in the same turn.
 */
export class Notifier {
  #waiting: (() => void)[] = [];
  /** Signals that are listened to: once each, since waiting is what a fast sink does most. */
  readonly #known = new WeakSet<AbortSignal>();

  /** Resolves at a wake-up, or when `signal` is aborted. */
  wait(signal?: AbortSignal): Promise<void> {
    if (signal !== undefined) {
      if (signal.aborted) return Promise.resolve();
      if (!this.#known.has(signal)) {
        this.#known.add(signal);
        signal.addEventListener("abort", () => this.wakeAll(), { once: true });
      }
    }
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** Whether `condition` comes to hold within `ms`: asked at once, and at each wake-up of all. */
  async waitFor(condition: () => boolean, clock: Clock, ms: number): Promise<boolean> {
    let isLate = false;
    const cancel = clock.at(clock.now() + ms, () => {
      isLate = true;
      this.wakeAll();
    });
    try {
      while (!condition()) {
        if (isLate) return false;
        await this.wait();
      }
      return true;
    } finally {
      cancel();
    }
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
