import type { Context, Declared, Sink } from "sluice/runtime";

/** A sink that is slower than its source. */
export function slow<T>(options: { readonly wait: number; readonly batchSize?: number }, _declared: Declared): Sink<T> {
  let lent: Context | null = null;
  return {
    batchSize: options.batchSize ?? 100,
    async open(context) {
      lent = context;
    },
    async write() {
      await lent?.clock.sleep(options.wait);
    },
    async close() {},
  };
}
