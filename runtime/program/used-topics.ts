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
  const taking = undecodableSinks(program).flatMap(({ sink }) => (isTopicUser(sink) ? [sink.topic] : []));
  return [...new Set([...usersIn(program).map(({ topic }) => topic), ...taking])];
}

/** What takes the undecodable records of the topics that a program reads, by the name of its topic. */
export function undecodableSinks(program: Users): { readonly name: string; readonly sink: Sink<Uint8Array> }[] {
  const read = new Set(usersIn(program).flatMap(({ topic, reads = false }) => (reads ? [topic] : [])));
  return [...read].flatMap(({ name, undecodable = null }) => {
    return undecodable === null ? [] : [{ name: `${name}.undecodable`, sink: undecodable }];
  });
}

/** Whether anything in a program reads a topic. */
export function readsTopics(program: Users): boolean {
  return usersIn(program).some(({ reads = false }) => reads);
}

function usersIn({ agents = [], streams = [] }: Users): TopicUser[] {
  const components: object[] = [
    ...agents.flatMap((agent) => [...Object.values(agent.sources), ...Object.values(agent.sinks)]),
    ...streams.flatMap((stream) => [...Object.values(stream.inputs), ...outputsOf(stream)]),
  ];
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
