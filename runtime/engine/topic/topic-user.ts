import type { Topic } from "../../contract/topic.ts";

/** A topic whose type of records does not matter here. */
// biome-ignore lint/suspicious/noExplicitAny: topics of all types.
export type AnyTopic = Topic<any>;

/** A source, sink or input that reads or writes a topic. */
export interface TopicUser {
  readonly topic: AnyTopic;
  /** Whether it reads. */
  readonly reads?: boolean;
  /** The group that it reads as, in a program of that name. */
  groupIn?(program: string): string;
}

/** Whether a component of a program reads or writes a topic. */
export function isTopicUser(component: object): component is TopicUser {
  return "topic" in component;
}
