import type { Clock } from "../../../runtime/system/clock.ts";
import { withTimeLimit } from "../../../runtime/system/time-limit.ts";

/** A call did not end in its time and was given up. */
export class TimeoutError extends Error {}

/**
 * Makes a call that ends when its signal is aborted, and aborts it after `ms`; 0 does not. Rejects then with a
 * TimeoutError, even if the call does not end.
 */
export async function callWithTimeout<T>(
  ms: number,
  what: string,
  clock: Clock,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  return withTimeLimit(clock, ms === 0 ? Number.POSITIVE_INFINITY : ms, call(late.signal), () => {
    late.abort();
    throw new TimeoutError(`${what}: no answer in ${ms} ms`);
  });
}
