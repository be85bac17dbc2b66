import { appendFile } from "node:fs/promises";
import type { Declared, Event, Sink } from "sluice/runtime";

/** Confirms what it has not written yet: its last batch waits for the next one. */
export function later({ path }: { readonly path: string }, _declared: Declared): Sink<string> {
  let waiting = "";
  return {
    batchSize: 10,
    async open() {},
    async write(events: readonly Event<string>[]) {
      const before = waiting;
      waiting = events.map(({ body }) => `${body}\n`).join("");
      await appendFile(path, before);
    },
    async close() {
      await appendFile(path, waiting);
    },
  };
}
