import { type Declared, keptNameOf } from "../../contract/context.ts";
import type { Sink } from "../../contract/sink.ts";
import type { Topic } from "../../contract/topic.ts";
import type { TopicUser } from "./topic-user.ts";

/** Most events of one append: what a channel's transaction holds at most comes in few of them. */
const BATCH_SIZE = 1000;

/** A topic as a sink: a write is done when all its events are acknowledged. */
export function toTopic<T>(topic: Topic<T>, declared: Declared): Sink<T> & TopicUser {
  let writer = keptNameOf(declared);
  return {
    topic,
    batchSize: BATCH_SIZE,
    async open({ program }) {
      writer = `${program}.${keptNameOf(declared)}`;
      await topic.claim?.();
    },
    write: (events) => topic.append(events),
    ...(topic.appendOnce === undefined ? {} : { writeOnce: (events, id) => topic.appendOnce!(events, { writer, id }) }),
    // The program closes the topic, after all who use it.
    async close() {},
  };
}
