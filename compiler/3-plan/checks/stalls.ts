import type { AgentPlan, Place, Plan, StreamPlan } from "../plan.ts";
import { endpointsOf } from "./endpoints.ts";
import { indexPlan, type PlanIndex } from "./plan-index.ts";
import { takersOf } from "./sharing.ts";
import { waysOutOnWire } from "./ways-out.ts";

/** Something that holds a path up when things go wrong: no mistake, and worth knowing. */
export interface Stall {
  /** Id of the agent or stream. */
  readonly owner: string;
  readonly what: string;
  readonly place: Place;
}

/** Ways in which the program would stand still for good, such as a stream that waits for what it writes itself. */
export function stallsOf(plan: Plan): Stall[] {
  const index = indexPlan(plan);
  return [
    ...plan.agents.flatMap((agent) => agentStalls(index, agent)),
    ...plan.streams.flatMap((stream) => streamStalls(index, stream)),
  ];
}

function agentStalls(index: PlanIndex, agent: AgentPlan): Stall[] {
  const found: Stall[] = [];
  const add = (what: string, place: Place): void => void found.push({ owner: agent.id, what, place });
  for (const flow of agent.flows) {
    const channels = agent.channels.filter((channel) =>
      flow.branches.some((branch) => endpointsOf(branch.to).some((end) => !end.optional && end.name === channel.name)),
    );
    const names = channels.map((channel) => `\`${channel.name}\``).join(", ");
    if (channels.length > 1) {
      const made = `\`${channels.at(-1)?.name}?\``;
      add(
        `${names} take a batch together or not at all: one that is full holds the others back, too; ${made} would lose events instead`,
        flow.place,
      );
    }
    if (agent.channels.some(({ name }) => name === flow.from)) {
      const sinks = new Set(flow.branches.flatMap(({ to }) => endpointsOf(to)).map(({ name }) => `\`${name}\``));
      const held = `${[...sinks].join(", ")} wait for one another: one that is out of reach holds the others up`;
      if (sinks.size > 1) add(held, flow.place);
    }
    // Such events leave by the `else` of the target.
    if (waysOutOnWire(agent, flow).failed) continue;
    const tries = agent.sources.some((source) => source.name === flow.from)
      ? "the transaction that has such an event is refused; a sender is told so, and a source that has none stops there"
      : "the batch that has such an event is retried endlessly, and nothing passes it";
    for (const operator of flow.branches.flatMap((branch) =>
      branch.operators.filter(({ failures }) => failures.fails),
    )) {
      add(`\`${operator.name}\` fails as a whole (\`else fail\`): ${tries}`, operator.place);
    }
  }
  for (const channel of agent.channels) {
    const takers = takersOf(index, agent, channel);
    if (new Set(takers.map(({ way }) => way)).size > 1) {
      const names = takers.map(({ name }) => `\`${name}\``).join(", ");
      add(`${names} share what \`${channel.name}\` holds: each event goes to one`, channel.place);
    }
  }
  return found;
}

function streamStalls(index: PlanIndex, stream: StreamPlan): Stall[] {
  const found: Stall[] = [];
  const add = (what: string, place: Place): void => void found.push({ owner: stream.id, what, place });
  for (const input of stream.inputs) {
    if (input.kind !== "channelReader") continue;
    const agent = index.agents.get(input.agent);
    const channel = agent?.channels.find((one) => one.name === input.channel);
    const room = channel?.maker.room?.value ?? null;
    if (room === null) continue;
    const name = `\`${input.agent}.${input.channel}\``;
    add(
      `a batch takes at most the ${room.toLocaleString("en")} events that ${name} has room for, which stay there until its outputs are written`,
      input.place,
    );
  }
  if (stream.outputs.length > 1) {
    const names = stream.outputs.map((output) => `\`${output.name}\``).join(", ");
    add(`${names} are written one after the other: while one fails, the others and the next batch wait`, stream.place);
  }
  for (const node of stream.nodes) {
    if (node.kind !== "operator" || !node.failures.fails) continue;
    add(
      `\`${node.name}\` fails as a whole (\`else fail\`): such an element fails its batch, which ends the stream unless its head says otherwise`,
      node.place,
    );
  }
  return found;
}
