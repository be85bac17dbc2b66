import { walk } from "../../grammar/walk.ts";
import { endpointsOf } from "./endpoints.ts";
import type { AgentPlan, OperatorPlan, Place, Plan, StreamPlan } from "./plan.ts";
import { indexPlan, type PlanIndex } from "./plan-index.ts";
import { takersOf } from "./sharing.ts";

/** Something that holds a path up when things go wrong: no mistake, and worth knowing. */
export interface Stall {
  /** Name of the agent or stream. */
  readonly owner: string;
  readonly what: string;
  readonly place: Place;
}

export function stallsOf(plan: Plan): Stall[] {
  const index = indexPlan(plan);
  return [
    ...plan.agents.flatMap((agent) => agentStalls(index, agent)),
    ...plan.streams.flatMap((stream) => streamStalls(index, stream)),
  ];
}

function agentStalls(index: PlanIndex, agent: AgentPlan): Stall[] {
  const found: Stall[] = [];
  const add = (what: string, place: Place): void => void found.push({ owner: agent.name, what, place });
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
    const tries = agent.sources.some((source) => source.name === flow.from)
      ? "the transaction that has such an event is refused, and its source told or asked again"
      : "the batch that has such an event is taken again for ever, and nothing passes it";
    for (const operator of flow.branches.flatMap((branch) => branch.operators.filter(fails))) {
      add(`\`${operator.name}\` fails as a whole (\`else fail\`): ${tries}`, operator.place);
    }
  }
  for (const channel of agent.channels) {
    const takers = takersOf(index, agent, channel).map((taker) => `\`${taker.name}\``);
    if (takers.length > 1)
      add(`${takers.join(", ")} share what \`${channel.name}\` holds: each event goes to one`, channel.place);
  }
  return found;
}

function streamStalls(index: PlanIndex, stream: StreamPlan): Stall[] {
  const found: Stall[] = [];
  const add = (what: string, place: Place): void => void found.push({ owner: stream.name, what, place });
  for (const input of stream.inputs) {
    if (input.kind !== "channelReader") continue;
    const agent = index.agents.get(input.agent);
    const channel = agent?.channels.find((one) => one.name === input.channel);
    const room = channel?.declaration.holds ? channel.options.get(channel.declaration.holds) : undefined;
    if (typeof room !== "number") continue;
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
    if (node.kind !== "operator" || !fails(node)) continue;
    add(
      `\`${node.name}\` fails as a whole (\`else fail\`): such an element ends the program, and its batch comes again at the next start`,
      node.place,
    );
  }
  return found;
}

/** True where the program says `else fail`. */
function fails({ args }: OperatorPlan): boolean {
  let found = false;
  for (const { value } of args) {
    if (value !== null) {
      walk(value, (node) => {
        if (node.kind === "ElseFail") found = true;
      });
    }
  }
  return found;
}
