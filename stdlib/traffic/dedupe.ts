import type { Interceptor, WireContext } from "../../runtime/contract/wire.ts";
import { type DedupeOptions, dedupeDefaults } from "./dedupe.options.ts";

/**
 * Drops events whose key has passed within `within` ms. A key counts when the batch of its event is done, and within
 * its batch at once: an event that is tried again after a failure passes, and of two batches under way at once both do.
 */
export function dedupe<T>(options: DedupeOptions): Interceptor<T, { readonly key: string | null }> {
  const { within, capacity } = { ...dedupeDefaults, ...options };
  /** When each was last seen, the latest last. */
  const seen = new Map<string, number>();
  let batch: { readonly wire: WireContext; readonly now: number; readonly keys: Set<string> } | null = null;

  const remember = (key: string, time: number): void => {
    seen.delete(key);
    seen.set(key, time);
  };
  const forget = (now: number): void => {
    for (const [key, time] of seen) {
      if (seen.size <= capacity && time > now - within) return;
      seen.delete(key);
    }
  };

  return (event, wire, { key }) => {
    if (batch?.wire !== wire) {
      const own = { wire, now: wire.now(), keys: new Set<string>() };
      batch = own;
      wire.whenDone(() => {
        for (const one of own.keys) remember(one, own.now);
        forget(own.now);
        return 0;
      });
    }
    if (key === null) return event;
    const isKnown = batch.keys.has(key) || (seen.get(key) ?? Number.NEGATIVE_INFINITY) > batch.now - within;
    batch.keys.add(key);
    return isKnown ? null : event;
  };
}
