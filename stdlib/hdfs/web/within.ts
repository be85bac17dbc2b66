import type { Clock } from "../../../runtime/clock.ts";

/** A call did not end in its time and was given up. */
export class TimeoutError extends Error {}

/**
 * Runs a call that ends when its signal is aborted, and aborts it after `ms`; 0 does not. Rejects then with a
 * TimeoutError, even if the call does not end.
 */
export async function within<T>(
  ms: number,
  what: string,
  clock: Clock,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  if (ms === 0) return call(late.signal);
  const done = new AbortController();
  const timeout = clock.sleep(ms, done.signal).then((): never => {
    throw new TimeoutError(`${what}: no answer in ${ms} ms`);
  });
  // It also ends when the call does, and nobody listens then.
  timeout.catch(() => {});
  try {
    return await Promise.race([call(late.signal), timeout]);
  } catch (error) {
    // Only now: what the call says of being aborted is not the reason.
    if (error instanceof TimeoutError) late.abort();
    throw error;
  } finally {
    done.abort();
  }
}
