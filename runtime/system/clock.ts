/** The only way to time: a program on a simulated clock runs as fast as its test moves it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves when `ms` have passed, or at once when `signal` is aborted; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `action` once at `time`, or as soon as possible when that has passed; the result cancels it. */
  at(time: number, action: () => void): () => void;
}

/** Milliseconds with fractions since some time before, never put back: to measure how long work takes, and for nothing else. */
export function elapsed(): number {
  return performance.now();
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep(ms, signal) {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = () => {
        cancel();
        signal?.removeEventListener("abort", done);
        resolve();
      };
      const cancel = systemClock.at(Date.now() + ms, done);
      signal?.addEventListener("abort", done, { once: true });
    });
  },
  at(time, action) {
    // setTimeout overflows beyond 2^31 - 1 ms and would fire at once.
    const longest = 2 ** 31 - 1;
    let timer: NodeJS.Timeout;
    const arm = () => {
      const wait = Math.max(0, time - Date.now());
      timer = wait > longest ? setTimeout(arm, longest) : setTimeout(action, wait);
    };
    arm();
    return () => clearTimeout(timer);
  },
};
