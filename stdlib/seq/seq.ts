import type { Context, Declared } from "../../runtime/contract/context.ts";
import { event } from "../../runtime/contract/event.ts";
import type { Source } from "../../runtime/contract/source.ts";
import { Backlog } from "../support/framing/backlog.ts";
import { type SeqOptions, seqDefaults } from "./seq.options.ts";

/** See `seq.flow`. */
export function seq(options: SeqOptions, _declared: Declared): Source<string> {
  const { from, count, batchSize } = { ...seqDefaults, ...options };
  const end = from + (count ?? Infinity);
  const backlog = new Backlog<string>();
  let next = from;
  let context: Context;
  return {
    ends: count !== null,
    async open(given) {
      context = given;
    },
    async run(output) {
      for (;;) {
        // What a rejected run has left comes first.
        await backlog.deliver(context, output);
        if (context.draining.aborted || next >= end) return;
        const size = Math.min(batchSize, output.batchSize, end - next);
        backlog.add(Array.from({ length: size }, (_, index) => event(String(next + index))));
        next += size;
      }
    },
    async close() {},
  };
}
