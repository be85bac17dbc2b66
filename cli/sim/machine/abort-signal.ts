import { setMaxListeners } from "node:events";
import type { Running } from "./process.ts";

/**
 * `AbortSignal` of a simulated process. Node keeps a signal that is made of others as long as somebody listens to it and
 * none of them is aborted; that would be each life that was killed, with its machine.
 */
export function abortSignalOf(running: Running): typeof AbortSignal {
  const own = {
    any(signals: Iterable<AbortSignal>): AbortSignal {
      const controller = new AbortController();
      for (const signal of signals) {
        // Those of Node's own do not count as listeners.
        setMaxListeners(0, signal);
        if (signal.aborted) controller.abort(signal.reason);
        else signal.addEventListener("abort", () => controller.abort(signal.reason), { once: true });
      }
      return controller.signal;
    },
    timeout(ms: number): AbortSignal {
      const controller = new AbortController();
      running.process.after(ms, () => controller.abort(new DOMException("The operation timed out", "TimeoutError")));
      return controller.signal;
    },
  };
  return new Proxy(AbortSignal, {
    get: (target, name) => Reflect.get(name in own ? own : target, name),
  });
}
