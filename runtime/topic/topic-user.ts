import type { Agent } from "../agent/agent.ts";
import type { Topic } from "../component.ts";
import type { Stream } from "../stream/stream.ts";

// biome-ignore lint/suspicious/noExplicitAny: topics of all types.
type AnyTopic = Topic<any>;

/** A source, sink or input that reads or writes a topic. */
export interface TopicUser {
  readonly topic: AnyTopic;
}

/** The topics that the agents and streams of a program read or write, each once. */
export function usedTopics({
  agents = [],
  streams = [],
}: {
  readonly agents?: readonly Agent[];
  readonly streams?: readonly Stream[];
}): AnyTopic[] {
  const components: object[] = [
    ...agents.flatMap((agent) => [...Object.values(agent.sources), ...Object.values(agent.sinks)]),
    ...streams.flatMap((stream) => [...Object.values(stream.inputs), ...Object.values(stream.outputs)]),
  ];
  return [...new Set(components.filter(isTopicUser).map(({ topic }) => topic))];
}

function isTopicUser(component: object): component is TopicUser {
  return "topic" in component;
}
