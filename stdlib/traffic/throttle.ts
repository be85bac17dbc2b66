import type { Interceptor, WireContext } from "../../runtime/contract/wire.ts";
import { type ThrottleOptions, throttleDefaults } from "./throttle.options.ts";

/** Has the batches wait so that on average no more than `events` pass in `per` ms. Those of a failed batch do not count. */
export function throttle<T>(options: ThrottleOptions): Interceptor<T> {
  const { events, per } = { ...throttleDefaults, ...options };
  /** When the next batch may pass. */
  let due = 0;
  let batch: { readonly wire: WireContext; count: number } | null = null;
  return (event, wire) => {
    if (batch?.wire !== wire) {
      const own = { wire, count: 0 };
      batch = own;
      wire.whenDone(() => {
        const now = wire.now();
        due = Math.max(due, now) + (own.count * per) / events;
        return due - now;
      });
    }
    batch.count += 1;
    return event;
  };
}
