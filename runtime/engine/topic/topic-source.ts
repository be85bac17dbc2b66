import type { Context, Declared } from "../../contract/context.ts";
import type { Source } from "../../contract/source.ts";
import type { Topic, TopicReader } from "../../contract/topic.ts";
import { groupOf, type Reading, readerOf } from "./reading.ts";
import type { TopicUser } from "./topic-user.ts";

/**
 * A topic as the source of an agent, read as a member of a group. Positions are committed after the events are in
 * the channels: a crash before repeats them.
 */
export function topicSource<T>(topic: Topic<T>, reading: Reading, _declared: Declared): Source<T> & TopicUser {
  let opened: { readonly reader: TopicReader<T>; readonly context: Context } | null = null;
  return {
    topic,
    reads: true,
    groupIn: (program) => groupOf(reading, program),
    async open(context) {
      const reader = readerOf(topic, reading, context);
      await reader.open(context);
      opened = { reader, context };
    },
    async run(output) {
      const { reader, context } = opened!;
      // After a failure: from what was committed last.
      await reader.rewind();
      const waiting = context.untilCaughtUp ? AbortSignal.abort() : context.draining;
      for (;;) {
        const batch = await reader.read(output.batchSize, waiting);
        if (batch === null || context.draining.aborted) return;
        await output.put(batch.events);
        await reader.commit(batch.positions);
      }
    },
    async close() {
      await opened!.reader.close();
    },
  };
}
