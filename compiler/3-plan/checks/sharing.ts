import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import { messages } from "../../model/messages/messages.ts";
import type { AgentPlan, ComponentPlan, Place, Plan, StreamPlan, TopicReaderPlan } from "../plan.ts";
import { endpointsOf } from "./endpoints.ts";
import { indexPlan, type PlanIndex } from "./plan-index.ts";

/** Who takes from a channel or reads as one group gets a part of the events; where that is hardly meant, it is told. */
export function checkSharing(plan: Plan): Diagnostic[] {
  const index = indexPlan(plan);
  const channels = plan.agents.flatMap((agent) => agent.channels.flatMap((one) => shared(index, agent, one)));
  const twice = [
    ...plan.agents.flatMap((agent) => readTwice(plan, agent.id, agent.sources, "Copy it: `{topic} -> [c1, c2]`.")),
    ...plan.streams.flatMap((stream) =>
      readTwice(plan, stream.id, stream.inputs, "Read it once, `let all = {topic}.from(…)`, and use `all` twice."),
    ),
  ];
  return [...channels, ...twice, ...idleReaders(plan)];
}

/** One agent or stream that reads a topic plainly and with `from` has two readers, who would share its records. */
function readTwice(plan: Plan, owner: string, readers: readonly Reader[], once: string): Diagnostic[] {
  const seen = new Map<string, TopicReaderPlan>();
  return readers.flatMap((reader) => {
    if (reader.kind !== "topicReader") return [];
    const group = reader.group === null ? owner : reader.group.value;
    // Others are only known at the start.
    if (typeof group !== "string") return [];
    const key = JSON.stringify([reader.topic, group]);
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, reader);
      return [];
    }
    const topic = plan.topics.find(({ id }) => id === reader.topic)?.name ?? reader.topic;
    const parameters = { reader: owner, topic, group, once: once.replace("{topic}", topic) };
    const labels = [{ file: first.place.file, span: first.place.span, message: "first read here" }];
    const { file, span } = reader.place;
    return [{ ...messages.report("FLOW5024", parameters), file, span, labels }];
  });
}

type Reader = AgentPlan["sources"][number] | StreamPlan["inputs"][number];

interface Taker {
  readonly name: string;
  /** Takers of one kind share work; those of different kinds each seem to expect everything. */
  readonly kind: string;
  /** Id of its flow or stream: sinks between which a route chooses have one, and do not compete. */
  readonly way: string;
  readonly place: Place;
}

function shared(index: PlanIndex, agent: AgentPlan, channel: ComponentPlan): Diagnostic[] {
  const takers = takersOf(index, agent, channel);
  const [first] = takers;
  const other = takers.find((one) => one.kind !== first?.kind && one.way !== first?.way);
  if (first === undefined || other === undefined) return [];
  const parameters = { first: first.name, second: other.name, channel: channel.name };
  const labels = [{ file: first.place.file, span: first.place.span, message: `\`${first.name}\` takes from it here` }];
  return [{ ...messages.report("FLOW5022", parameters), file: other.place.file, span: other.place.span, labels }];
}

/** All that empty a channel: sinks of its agent, and streams. */
export function takersOf(index: PlanIndex, agent: AgentPlan, channel: ComponentPlan): Taker[] {
  const flows = agent.flows.filter((flow) => flow.from === channel.name);
  const sinks = flows.flatMap(({ id, branches }) =>
    branches
      .flatMap((branch) => endpointsOf(branch.to))
      .map(({ name, place }): Taker => ({ name, kind: kindOf(agent, name), way: id, place })),
  );
  const readings = index.channelReaders.get(channel.id) ?? [];
  const streams = readings.map(({ stream, input }): Taker => {
    const kind = `stream ${stream.id}`;
    return { name: stream.name, kind, way: kind, place: input.place };
  });
  return [...sinks, ...streams];
}

function kindOf(agent: AgentPlan, name: string): string {
  const sink = [...agent.sinks, ...agent.groups].find((one) => one.name === name);
  return sink === undefined || sink.kind === "topicWriter" ? name : sink.maker.name;
}

/** Members of a group that no partition is left for. */
function idleReaders(plan: Plan): Diagnostic[] {
  const readers = [
    ...plan.agents.flatMap((agent) => agent.sources),
    ...plan.streams.flatMap((stream) => stream.inputs),
  ];
  return plan.topics.flatMap((topic) => {
    const { readers: bound } = topic.maker;
    const partitions = bound?.value ?? null;
    if (bound === null || partitions === null) return [];
    const groups = new Map<string, TopicReaderPlan[]>();
    for (const reader of readers) {
      if (reader.kind !== "topicReader" || reader.topic !== topic.id || reader.group === null) continue;
      const group = reader.group.value;
      if (typeof group === "string") groups.set(group, [...(groups.get(group) ?? []), reader]);
    }
    return [...groups].flatMap(([group, members]) => {
      const idle = members.length - partitions;
      const last = members.at(-1);
      if (idle <= 0 || last === undefined) return [];
      const parameters = {
        readers: members.length,
        group,
        partitions: partitions === 1 ? "the one partition" : `${partitions} partitions`,
        topic: topic.name,
        idle: idle === 1 ? "one is" : `${idle} are`,
        option: bound.option,
      };
      const labels = members
        .slice(0, -1)
        .map(({ place }) => ({ file: place.file, span: place.span, message: "one more" }));
      return [{ ...messages.report("FLOW5023", parameters), file: last.place.file, span: last.place.span, labels }];
    });
  });
}
