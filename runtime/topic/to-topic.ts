import type { Declared, Sink, Topic } from "../component.ts";
import type { TopicUser } from "./topic-user.ts";

/** Most events of one append: what a channel's transaction holds at most comes in few of them. */
const BATCH_SIZE = 1000;

/** A topic as a sink: a write is done when all its events are acknowledged. */
export function toTopic<T>(topic: Topic<T>, _declared: Declared): Sink<T> & TopicUser {
  return {
    topic,
    batchSize: BATCH_SIZE,
    async open() {
      await topic.claim?.();
    },
    write: (events) => topic.append(events),
    // The program closes the topic, after all who use it.
    async close() {},
  };
}
