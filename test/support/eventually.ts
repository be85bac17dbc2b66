import { setTimeout as sleep } from "node:timers/promises";

/** Resolves with what `probe` gives once it gives something other than null, false or undefined. */
export async function eventually<T>(
  what: string,
  probe: () => T | null | false | undefined | Promise<T | null | false | undefined>,
  withinMs = 60_000,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await probe();
    if (found !== null && found !== false && found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`in ${withinMs} ms never: ${what}`);
    await sleep(20);
  }
}
