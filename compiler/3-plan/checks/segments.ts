/** The ways of events through single agents and streams, each from where they come in to where they leave. */

import type {
  AgentPlan,
  BranchPlan,
  ComponentPlan,
  FlowPlan,
  Plan,
  StreamInput,
  StreamNode,
  StreamOperator,
  StreamPlan,
  StreamWire,
  TopicWriterPlan,
} from "../plan.ts";
import { type Choice, choicesOf } from "./choices.ts";
import {
  batchStep,
  channelStep,
  groupStep,
  optional,
  type Step,
  sinkStep,
  sourceStep,
  topicReaderStep,
  topicWriterStep,
  unevenFanOut,
} from "./delivery.ts";
import { dropsOf, type End, endpointsOf } from "./endpoints.ts";
import { keepsState } from "./keeper.ts";
import { outputsWrittenOnce } from "./once.ts";
import { indexPlan, type PlanIndex } from "./plan-index.ts";
import { targetOptions } from "./target-options.ts";

/** A way through one agent or stream, from what it reads to what it writes. */
export interface Segment {
  /** Id of the agent or stream. */
  readonly owner: string;
  readonly steps: readonly Step[];
  /** Id of the topic or channel that it goes on from; null where events enter the program. */
  readonly from: string | null;
  /** Id of the topic or channel that it ends in; null where events leave the program. */
  readonly to: string | null;
  /** The first operator that makes one element of several. */
  readonly combines: StreamOperator | null;
  /** True for what failed on the way and goes aside. */
  readonly rejects: boolean;
  readonly choices: readonly Choice[];
}

/** Every segment of the plan: agents first, in the order of the program. */
export function segmentsOf(plan: Plan): readonly Segment[] {
  const index = indexPlan(plan);
  return [
    ...plan.agents.flatMap((agent) => agentSegments(index, agent)),
    ...plan.streams.flatMap((stream) => streamSegments(index, stream)),
  ];
}

/** What has happened to events up to a point of an agent. */
interface Way {
  readonly steps: readonly Step[];
  readonly from: string | null;
  readonly choices: readonly Choice[];
  /** A crash makes the same batch come again. */
  readonly again: boolean;
}

/** The segments of one agent. */
export function agentSegments(index: PlanIndex, agent: AgentPlan): Segment[] {
  const found: Segment[] = [];
  const end = (way: Way, name: string, rejects: boolean): void => {
    const { step, to } = endStep(index, agent, name, way.again);
    found.push({ ...way, owner: agent.id, steps: [...way.steps, step], to, combines: null, rejects });
  };
  const leave = (way: Way, branch: BranchPlan): Way => {
    const { operators } = branch;
    for (const { to } of operators.flatMap((operator) => operator.rejects)) end(way, to, true);
    return { ...way, choices: [...way.choices, ...choicesOf(operators), ...routeDrops(branch)] };
  };
  for (const flow of agent.flows) {
    const source = agent.sources.find((one) => one.name === flow.from);
    if (source === undefined) continue;
    const topic = source.kind === "topicReader" ? source.topic : null;
    const first =
      source.kind === "component"
        ? sourceStep(source)
        : topicReaderStep(source, source.topic, index.topics.get(source.topic), false);
    for (const branch of flow.branches) {
      const way = leave({ steps: [first], from: topic, choices: [], again: topic !== null }, branch);
      for (const target of endpointsOf(branch.to)) {
        const channel = agent.channels.find((one) => one.name === target.name);
        if (channel === undefined) continue;
        const again = channel.maker.delivers === "durable";
        const filled = { ...way, steps: [first, filledChannel(agent, flow, channel, target)], again };
        for (const out of agent.flows.filter((one) => one.from === channel.name)) {
          for (const last of out.branches) {
            const onward = leave(filled, last);
            for (const one of endpointsOf(last.to)) {
              end({ ...onward, choices: [...onward.choices, ...refusalChoices(index, agent, one)] }, one.name, false);
              if (one.refused?.to) end(onward, one.refused.to, true);
            }
          }
        }
        if (index.channelReaders.has(channel.id)) {
          found.push({ ...filled, owner: agent.id, to: channel.id, combines: null, rejects: false });
        }
      }
    }
  }
  return distinct(found);
}

function filledChannel(agent: AgentPlan, flow: FlowPlan, channel: ComponentPlan, target: End): Step {
  const step = channelStep(channel);
  const others = flow.branches
    .flatMap((branch) => endpointsOf(branch.to))
    .filter((one) => !one.optional && one.name !== channel.name)
    .flatMap((one) => agent.channels.filter((other) => other.name === one.name));
  const added = [
    ...(target.optional ? [optional(channel, target.place)] : []),
    ...(others.some((other) => other.maker.delivers === "durable") && !target.optional
      ? [unevenFanOut(channel, target.place)]
      : []),
  ];
  return { ...step, lowerings: [...step.lowerings, ...added] };
}

function endStep(index: PlanIndex, agent: AgentPlan, name: string, again: boolean): { step: Step; to: string | null } {
  const group = agent.groups.find((one) => one.name === name);
  if (group !== undefined) {
    const members = group.members.map((member) => endStep(index, agent, member, again).step);
    return { step: groupStep(group, members), to: null };
  }
  const sink = agent.sinks.find((one) => one.name === name);
  if (sink?.kind === "component") return { step: sinkStep(sink, again), to: null };
  if (sink === undefined) return { step: { id: name, name, lowerings: [], endsRepeats: false }, to: null };
  return { step: topicWriterStep(sink, index.topics.get(sink.topic), again), to: sink.topic };
}

/** The segments of one stream. */
export function streamSegments(index: PlanIndex, stream: StreamPlan): Segment[] {
  const nodes = new Map(stream.nodes.map((node) => [node.id, node]));
  const found: Segment[] = [];
  const keeps = keepsState(stream);
  const once = outputsWrittenOnce(index.topics, stream);
  const add = (
    node: StreamNode | undefined,
    output: string,
    rejects: boolean,
    drops: readonly Choice[],
    isOnce = once.has(output),
  ) => {
    const sink = stream.outputs.find((one) => one.name === output);
    if (node === undefined || sink === undefined) return;
    const above = behind(nodes, node);
    const operators = above.filter((one) => one.kind === "operator");
    const combines = operators.find((one) => !one.isElementwise) ?? null;
    const choices = [...choicesOf(operators), ...drops];
    for (const { input: name } of above.filter((one) => one.kind === "input")) {
      const input = stream.inputs.find((one) => one.name === name);
      if (input === undefined) continue;
      const { steps, from, again } = inputSteps(index, input, keeps);
      const last = outputStep(index, sink, again);
      const to = sink.kind === "component" ? null : sink.topic;
      const all = [...steps, last];
      const way = isOnce ? all.map(writtenOnce) : all;
      found.push({ owner: stream.id, steps: way, from, to, combines, rejects, choices });
    }
  };
  for (const wire of stream.wires) {
    for (const one of endpointsOf(wire.to)) {
      const drops = routeDrops(wire);
      add(nodes.get(wire.from), one.name, false, [...drops, ...refusalChoices(index, stream, one)]);
      if (one.refused?.to) add(nodes.get(wire.from), one.refused.to, true, drops, false);
    }
  }
  for (const node of stream.nodes) {
    if (node.kind === "input" && stream.poison !== null && stream.poison.to !== null) {
      add(node, stream.poison.to, true, []);
    }
    if (node.kind !== "operator") continue;
    for (const { to } of node.rejects) {
      for (const { node: id } of node.inputs) add(nodes.get(id), to, true, []);
    }
  }
  return distinct(found);
}

function outputStep(index: PlanIndex, sink: ComponentPlan | TopicWriterPlan, again: boolean): Step {
  if (sink.kind === "topicWriter") return topicWriterStep(sink, index.topics.get(sink.topic), again);
  const { members } = sink;
  if (members === undefined) return sinkStep(sink, again);
  const group = { ...sink, members: members.map(({ name }) => name) };
  return groupStep(
    group,
    members.map((member) => outputStep(index, member, again)),
  );
}

function inputSteps(
  index: PlanIndex,
  input: StreamInput,
  keeps: boolean,
): { steps: Step[]; from: string | null; again: boolean } {
  if (input.kind === "topicReader") {
    const first = topicReaderStep(input, input.topic, index.topics.get(input.topic), keeps);
    return { steps: [first], from: input.topic, again: true };
  }
  if (input.kind === "component") {
    // What waited in memory is read again, behind what the last batch has had.
    const waiting = keeps && input.maker.beginsAgain ? [] : [batchStep(input)];
    return { steps: [sourceStep(input), ...waiting], from: null, again: waiting.length === 0 };
  }
  const agent = index.agents.get(input.agent);
  const channel = agent?.channels.find((one) => one.name === input.channel);
  const name = `${input.agent}.${input.channel}`;
  if (channel === undefined) return { steps: [], from: name, again: false };
  const again = channel.maker.delivers === "durable";
  return { steps: [channelStep(channel, name)], from: channel.id, again };
}

/** The step where batches that are done again are the same again, and left out where they are written already. */
function writtenOnce(step: Step): Step {
  return { ...step, lowerings: step.lowerings.filter((one) => one.to !== "atLeastOnce") };
}

/** `node` and all that it reads, directly or not. */
function behind(nodes: ReadonlyMap<string, StreamNode>, node: StreamNode): readonly StreamNode[] {
  const found = new Set<StreamNode>();
  const visit = (one: StreamNode | undefined): void => {
    if (one === undefined || found.has(one)) return;
    if (one.kind === "operator") for (const { node: id } of one.inputs) visit(nodes.get(id));
    found.add(one);
  };
  visit(node);
  return [...found];
}

/** Two rejects of one chain lead the same way. */
function distinct(segments: readonly Segment[]): Segment[] {
  const known = new Set<string>();
  return segments.filter(({ steps, rejects }) => {
    const key = JSON.stringify([rejects, steps.map((step) => step.id)]);
    return !known.has(key) && known.add(key);
  });
}

function refusalChoices(index: PlanIndex, owner: AgentPlan | StreamPlan, { name, refused }: End): Choice[] {
  if (refused === null || refused.to !== null) return [];
  const retryFor = targetOptions(index, owner, name).get("retryFor") ?? null;
  const away = retryFor === null ? "" : ", and what is meant for it once it has been out of reach for `retryFor`";
  return [{ what: `what \`${name}\` refuses is dropped (\`else drop\`)${away}`, place: refused.place }];
}

function routeDrops({ to }: BranchPlan | StreamWire): Choice[] {
  return dropsOf(to).map((place) => ({ what: "the route drops what no other case takes", place }));
}
