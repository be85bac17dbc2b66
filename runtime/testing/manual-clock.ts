import type { Clock } from "../system/clock.ts";
import { nextTurn } from "../system/timers.ts";

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /**
   * Moves on by `ms`, stopping at every time at which something is due; between those the promises that were waiting
   * for it run on. What waits for real files or sockets may need longer: await what it does.
   */
  advance(ms: number): Promise<void>;
  /** Lets promises run on without moving. */
  settle(): Promise<void>;
  /** How many are waiting for a time. */
  readonly waiting: number;
}

/** `start` in ms since 1970. */
export function manualClock(start = 0): ManualClock {
  let now = start;
  const due = new Set<{ readonly time: number; readonly action: () => void }>();

  const at = (time: number, action: () => void): (() => void) => {
    const entry = { time, action };
    due.add(entry);
    return () => due.delete(entry);
  };

  const settle = async () => {
    for (let turn = 0; turn < 5; turn++) await nextTurn();
  };

  return {
    now: () => now,
    at,
    sleep(ms, signal) {
      return new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const wake = () => {
          cancel();
          signal?.removeEventListener("abort", wake);
          resolve();
        };
        const cancel = at(now + ms, wake);
        signal?.addEventListener("abort", wake, { once: true });
      });
    },
    async advance(ms) {
      const end = now + ms;
      await settle();
      for (;;) {
        const next = [...due].filter(({ time }) => time <= end).sort((a, b) => a.time - b.time)[0];
        if (next === undefined) break;
        due.delete(next);
        now = Math.max(now, next.time);
        next.action();
        await settle();
      }
      now = end;
      await settle();
    },
    settle,
    get waiting() {
      return due.size;
    },
  };
}
