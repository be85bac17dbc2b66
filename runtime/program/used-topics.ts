import type { Sink } from "../contract/sink.ts";
import type { Agent } from "../engine/agent/agent.ts";
import type { Stream } from "../engine/stream/stream.ts";
import { type AnyTopic, isTopicUser, type TopicUser } from "../engine/topic/topic-user.ts";
import { isGrouped } from "../groups/sink-group.ts";

interface Users {
  readonly agents?: readonly Agent[];
  readonly streams?: readonly Stream[];
}

/** The topics that a program reads or writes, each once, those that take undecodable records of others included. */
export function usedTopics(program: Users): AnyTopic[] {
  return [...new Set(partsOf(program).flatMap((part) => [...topicsReadBy(part), ...topicsWrittenBy(part)]))];
}

/** What takes the undecodable records of the topics that a program reads, by the name of its topic. */
export function undecodableSinks(program: Users): { readonly name: string; readonly sink: Sink<Uint8Array> }[] {
  return undecodableOf([...new Set(partsOf(program).flatMap(topicsReadBy))]);
}

/** Whether anything in a program reads a topic. */
export function readsTopics(program: Users): boolean {
  return partsOf(program).some((part) => topicsReadBy(part).length > 0);
}

/** The topics that an agent or stream reads. */
export function topicsReadBy(part: Agent | Stream): AnyTopic[] {
  return usersIn(part).flatMap(({ topic, reads = false }) => (reads ? [topic] : []));
}

/** The topics that an agent or stream writes, those that take what it cannot decode included. */
export function topicsWrittenBy(part: Agent | Stream): AnyTopic[] {
  const written = usersIn(part).flatMap(({ topic, reads = false }) => (reads ? [] : [topic]));
  const taking = undecodableOf(topicsReadBy(part)).flatMap(({ sink }) => (isTopicUser(sink) ? [sink.topic] : []));
  return [...written, ...taking];
}

function partsOf({ agents = [], streams = [] }: Users): (Agent | Stream)[] {
  return [...agents, ...streams];
}

function undecodableOf(topics: readonly AnyTopic[]): { readonly name: string; readonly sink: Sink<Uint8Array> }[] {
  return topics.flatMap(({ name, undecodable = null }) => {
    return undecodable === null ? [] : [{ name: `${name}.undecodable`, sink: undecodable }];
  });
}

function usersIn(part: Agent | Stream): TopicUser[] {
  const components: object[] =
    "sources" in part
      ? [...Object.values(part.sources), ...Object.values(part.sinks)]
      : [...Object.values(part.inputs), ...outputsOf(part)];
  return components.filter(isTopicUser);
}

/** Those that groups are made of, too. */
function outputsOf({ outputs }: Stream): Sink<unknown>[] {
  const withMembers = (sink: Sink<unknown>): Sink<unknown>[] => [
    sink,
    ...(isGrouped(sink) ? sink.members.flatMap((member) => withMembers(member.sink)) : []),
  ];
  return Object.values(outputs).flatMap(withMembers);
}
