import type { AgentPlan, ChannelReaderPlan, Plan, StreamPlan, TopicPlan } from "../plan.ts";

/** What the analyses of a plan look up again and again. */
export interface PlanIndex {
  readonly topics: ReadonlyMap<string, TopicPlan>;
  readonly agents: ReadonlyMap<string, AgentPlan>;
  /** Streams that read a channel, by the channel's id. */
  readonly channelReaders: ReadonlyMap<string, readonly ChannelReading[]>;
}

/** A stream that reads a channel, with the input by which it does. */
export interface ChannelReading {
  readonly stream: StreamPlan;
  readonly input: ChannelReaderPlan;
}

/** Who reads and writes what in a plan, found once for all checks. */
export function indexPlan(plan: Plan): PlanIndex {
  const channelReaders = new Map<string, ChannelReading[]>();
  for (const stream of plan.streams) {
    for (const input of stream.inputs) {
      if (input.kind !== "channelReader") continue;
      const id = `${input.agent}.${input.channel}`;
      channelReaders.set(id, [...(channelReaders.get(id) ?? []), { stream, input }]);
    }
  }
  return {
    topics: new Map(plan.topics.map((topic) => [topic.id, topic])),
    agents: new Map(plan.agents.map((agent) => [agent.id, agent])),
    channelReaders,
  };
}
