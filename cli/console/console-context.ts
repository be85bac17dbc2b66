import type { Context } from "../../runtime/contract/context.ts";
import type { Log } from "../../runtime/contract/log.ts";
import { systemClock } from "../../runtime/system/clock.ts";

/** The context of components that the console opens: warnings go to standard error, each once. */
export function consoleContext(dataDir: string, stop: AbortSignal): Context {
  const told = new Set<string>();
  const tell = (message: string) => {
    process.stderr.write(`sluice: ${message}\n`);
  };
  const log: Log = {
    info() {},
    warn: tell,
    error: tell,
    once(cause, message) {
      if (!told.has(cause)) tell(message);
      told.add(cause);
    },
  };
  return { program: "console", clock: systemClock, log, dataDir, draining: stop, count() {} };
}
