import type { Declared, Sink } from "../../runtime/component.ts";
import type { Event } from "../../runtime/event.ts";
import { type Out, standardOutput } from "../console/standard-output.ts";
import { dumper } from "./dump-event.ts";
import { type LoggerOptions, loggerDefaults } from "./logger.options.ts";

/** Most events of one write: enough to make few system calls, few enough to show them soon. */
const BATCH = 100;

/** Shows events on standard output. */
export function logger<T>(options: LoggerOptions, declared: Declared, out: Out = standardOutput): Sink<T> {
  const { maxBytesToLog } = { ...loggerDefaults, ...options };
  const dump = dumper<T>(declared.element, maxBytesToLog);
  return {
    batchSize: BATCH,
    async open() {},
    async write(events: readonly Event<T>[]) {
      let text = "";
      for (const event of events) text += `${dump(event)}\n`;
      await out(text);
    },
    async close() {},
  };
}
