import type { Declared } from "../../runtime/contract/context.ts";
import type { Sink } from "../../runtime/contract/sink.ts";
import { type DiscardOptions, discardDefaults } from "./discard.options.ts";

/** Takes everything and does nothing with it. */
export function discard<T>(options: DiscardOptions, _declared: Declared): Sink<T> {
  const { batchSize } = { ...discardDefaults, ...options };
  return {
    batchSize,
    async open() {},
    async write() {},
    async close() {},
  };
}
