import type { Context, Declared, Source, StartAt, Topic, TopicReader } from "../component.ts";
import type { TopicUser } from "./topic-user.ts";

/**
 * A topic as the source of an agent, read as a member of `group`. Positions are committed after the events are in
 * the channels: a crash before repeats them.
 */
export function topicSource<T>(
  topic: Topic<T>,
  { group, startAt }: { readonly group: string; readonly startAt: StartAt },
  _declared: Declared,
): Source<T> & TopicUser {
  let opened: { readonly reader: TopicReader<T>; readonly context: Context } | null = null;
  return {
    topic,
    async open(context) {
      const reader = topic.reader(group, startAt);
      await reader.open(context);
      opened = { reader, context };
    },
    async run(output) {
      const { reader, context } = opened!;
      // After a failure: from what was committed last.
      await reader.rewind();
      for (;;) {
        const batch = await reader.read(output.batchSize, context.draining);
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
