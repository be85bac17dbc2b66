import type { Log } from "../contract/log.ts";

/** Logs the warnings of Node, which prints them in a form of its own; not those that an option such as `--no-warnings` silences. */
export function tellWarnings(log: Log): void {
  if (process.listenerCount("warning") === 0) return;
  process.removeAllListeners("warning");
  process.on("warning", ({ name, message }) => log.once(`warning ${name}`, `${name}: ${message}`));
}
