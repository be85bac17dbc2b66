/**
 * Loops through topics: what a stream or agent makes of a topic's records and writes where they come back to it. Such a
 * loop is sound where some operator on it can leave elements out (`drops`); otherwise one record keeps it busy for ever.
 */
import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import { messages } from "../../model/messages/messages.ts";
import type { AgentPlan, OperatorPlan, Place, Plan, StreamPlan, TargetPlan, TopicPlan } from "../plan.ts";

/** From a topic or channel to another or to a sink, by a way on which nothing can be left out. */
export interface Step {
  readonly from: string;
  readonly to: string;
  /** Where it goes in. */
  readonly place: Place;
}

/** Reports each loop once, at the wire that closes it, with the others as labels. */
export function checkLoops(plan: Plan): Diagnostic[] {
  const topics = new Map(plan.topics.map((topic) => [topic.id, topic.name]));
  const steps = stepsOf(plan);
  const found: Diagnostic[] = [];
  const done = new Set<string>();
  const follow = (at: string, way: readonly Step[]): void => {
    const start = way.findIndex((step) => step.from === at);
    if (start >= 0) {
      found.push(reported(way.slice(start), topics));
      return;
    }
    if (done.has(at)) return;
    for (const step of steps) if (step.from === at) follow(step.to, [...way, step]);
    done.add(at);
  };
  for (const topic of plan.topics) follow(topic.id, []);
  return found;
}

/** All steps of the program. */
export function stepsOf(plan: Plan): Step[] {
  return [...plan.topics.flatMap(topicSteps), ...plan.agents.flatMap(agentSteps), ...plan.streams.flatMap(streamSteps)];
}

/** What does not decode goes to `undecodable`, all of it. */
function topicSteps({ id, sinks }: TopicPlan): Step[] {
  return sinks.map(({ to }) => ({ from: id, to: to.kind === "topicWriter" ? to.topic : to.id, place: to.place }));
}

function reported(loop: readonly Step[], topics: ReadonlyMap<string, string>): Diagnostic {
  const last = loop.at(-1) as Step;
  const name = (id: string): string => `\`${topics.get(id) ?? id}\``;
  const parameters = {
    topic: topics.get(last.to) ?? last.to,
    loop: [...loop.map((step) => name(step.from)), name(last.to)].join(" -> "),
  };
  const labels = loop
    .slice(0, -1)
    .map(({ place, to }) => ({ file: place.file, span: place.span, message: `goes into ${name(to)} here` }));
  return { ...messages.report("FLOW5016", parameters), file: last.place.file, span: last.place.span, labels };
}

/** What each endpoint of an agent is in the whole program: a channel `agent.channel`, what a stream reads too. */
export function idsOfAgent(agent: AgentPlan): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const source of agent.sources) if (source.kind === "topicReader") ids.set(source.name, source.topic);
  for (const channel of agent.channels) ids.set(channel.name, channel.id);
  for (const sink of agent.sinks) ids.set(sink.name, sink.kind === "topicWriter" ? sink.topic : sink.id);
  return ids;
}

/** What each input and output of a stream is in the whole program. */
export function idsOfStream(stream: StreamPlan): {
  readonly inputs: ReadonlyMap<string, string>;
  readonly outputs: ReadonlyMap<string, string>;
} {
  const inputs = stream.inputs.flatMap((input) => {
    if (input.kind === "topicReader") return [[input.name, input.topic] as const];
    return input.kind === "channelReader" ? [[input.name, `${input.agent}.${input.channel}`] as const] : [];
  });
  const outputs = stream.outputs.map(
    (output) => [output.name, output.kind === "topicWriter" ? output.topic : output.id] as const,
  );
  return { inputs: new Map(inputs), outputs: new Map(outputs) };
}

function agentSteps(agent: AgentPlan): Step[] {
  const ids = idsOfAgent(agent);
  return agent.flows.flatMap((flow) => {
    const from = ids.get(flow.from);
    if (from === undefined) return [];
    return flow.branches.flatMap((branch) => {
      if (branch.operators.some(canDrop)) return [];
      return ends(branch.to).flatMap(({ name, place }) => {
        const members = agent.groups.find((group) => group.name === name)?.members ?? [name];
        return members.flatMap((member) => {
          const to = ids.get(member);
          return to === undefined ? [] : [{ from, to, place }];
        });
      });
    });
  });
}

function streamSteps(stream: StreamPlan): Step[] {
  const { inputs, outputs } = idsOfStream(stream);
  // Nodes stand behind what they read.
  const readBy = new Map<string, ReadonlySet<string>>();
  for (const node of stream.nodes) {
    const ids =
      node.kind === "input"
        ? [inputs.get(node.input) ?? []].flat()
        : canDrop(node)
          ? []
          : node.inputs.flatMap((one) => [...(readBy.get(one.node) ?? [])]);
    readBy.set(node.id, new Set(ids));
  }
  const written = writtenBy(stream);
  const dead = outputs.get(stream.poison?.to ?? "");
  const poison = stream.poison === null || dead === undefined ? [] : [{ to: dead, place: stream.poison.place }];
  const refused = poison.flatMap((step) => [...new Set(inputs.values())].map((from) => ({ from, ...step })));
  const wired = stream.wires.flatMap((wire) =>
    ends(wire.to).flatMap(({ name, place }) =>
      (written.get(name) ?? []).flatMap((to) =>
        [...(readBy.get(wire.from) ?? [])].map((from) => ({ from, to, place })),
      ),
    ),
  );
  return [...wired, ...refused];
}

/** By the name of an output, what it is in the whole program, or what those are that it is made of. */
function writtenBy(stream: StreamPlan): ReadonlyMap<string, readonly string[]> {
  const idsOf = (output: StreamPlan["outputs"][number]): readonly string[] => {
    if (output.kind === "topicWriter") return [output.topic];
    return output.members?.flatMap(idsOf) ?? [output.id];
  };
  const written = new Map<string, string[]>();
  for (const output of stream.outputs) {
    written.set(output.name, [...(written.get(output.name) ?? []), ...idsOf(output)]);
  }
  return written;
}

/** What is left out on purpose, and what a failure takes out of the way. */
function canDrop({ canDrop, rejects, failures }: OperatorPlan): boolean {
  return canDrop || rejects.length > 0 || failures.drops > 0;
}

/** Where all events go. A route sends some of them only, so that a loop through it may end. */
function ends(target: TargetPlan): { readonly name: string; readonly place: Place }[] {
  switch (target.kind) {
    case "endpoint":
      return [target];
    case "fanOut":
      return target.targets.flatMap(ends);
    case "route":
    case "drop":
      return [];
  }
}
