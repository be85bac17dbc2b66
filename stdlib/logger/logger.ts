import type { Context, Declared } from "../../runtime/contract/context.ts";
import type { Event } from "../../runtime/contract/event.ts";
import type { Sink } from "../../runtime/contract/sink.ts";
import { type Out, standardOutput } from "../support/console/standard-output.ts";
import { dumper } from "./dump-event.ts";
import { type LoggerOptions, loggerDefaults } from "./logger.options.ts";

/** Most events of one write: enough to make few system calls, few enough to show them soon. */
const BATCH = 100;

/** Shows events on standard output. */
export function logger<T>(options: LoggerOptions, declared: Declared, out: Out = standardOutput): Sink<T> {
  const { maxBytesToLog } = { ...loggerDefaults, ...options };
  const dump = dumper<T>(declared, maxBytesToLog);
  let tally: Context["tally"];
  return {
    batchSize: BATCH,
    async open(context) {
      tally = context.tally;
    },
    async write(events: readonly Event<T>[]) {
      let text = "";
      for (const event of events) text += `${dump(event)}\n`;
      await out(text);
      tally?.("bytes", Buffer.byteLength(text));
    },
    async close() {},
  };
}
