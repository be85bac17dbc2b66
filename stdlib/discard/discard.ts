import type { Declared, Sink } from "../../runtime/component.ts";
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
