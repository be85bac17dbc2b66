import type { Log } from "../contract/log.ts";

/** Has the log tell what Node warns of, which prints lines of another form. Where Node's own options silence it nobody tells it. */
export function tellWarnings(log: Log): void {
  if (process.listenerCount("warning") === 0) return;
  process.removeAllListeners("warning");
  process.on("warning", ({ name, message }) => log.once(`warning ${name}`, `${name}: ${message}`));
}
