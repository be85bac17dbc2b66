import { setTimeout as delay } from "node:timers/promises";

/**
 * Repeats an attempt until it no longer throws. Rejects after `timeout` milliseconds with the error of the last
 * attempt as the reason, and at once when `hopeless` gives a reason not to go on.
 */
export async function until<T>(
  what: string,
  attempt: () => Promise<T>,
  options: { readonly timeout: number; readonly hopeless?: () => string | undefined },
): Promise<T> {
  const deadline = Date.now() + options.timeout;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const lost = options.hopeless?.();
      if (lost !== undefined) throw new Error(`${what}: ${lost}`);
      if (Date.now() > deadline) {
        throw new Error(`${what}: not within ${options.timeout / 1000} s: ${(error as Error).message}`, {
          cause: error,
        });
      }
    }
    await delay(50);
  }
}
