/** What the compiler has found out about delivery, in Markdown. */

import { endpointsOf } from "../../compiler/3-plan/checks/endpoints.ts";
import { guaranteesOf, type PathReport, wholePaths } from "../../compiler/3-plan/checks/guarantee.ts";
import type { AgentPlan, Endpoint, Place, Plan, StreamPlan } from "../../compiler/3-plan/plan.ts";
import type { Analysis } from "../../compiler/compile.ts";
import type { AgentDecl, StreamDecl, Wire } from "../../grammar/ast.ts";
import { encloses } from "../../grammar/walk.ts";

/** Every path of an agent or stream. */
export function guaranteeOfOwner({ plan }: Analysis, owner: string): readonly string[] {
  return textOf(pathsOf(plan, owner));
}

/** The paths of an agent on which the component stands, by itself or in a group of sinks. */
export function guaranteeThrough({ plan }: Analysis, owner: string, component: string): readonly string[] {
  const agent = plan.agents.find((one) => one.name === owner);
  const groups = agent?.groups.filter((group) => group.members.includes(component)).map((group) => group.name) ?? [];
  const ids = [component, ...groups].map((name) => (agent === undefined ? name : idOf(partsOf(agent), name)));
  return textOf(pathsOf(plan, owner).filter((path) => ids.some((id) => path.ids.includes(id))));
}

/** The paths through the program that a topic is on. */
export function guaranteeAcross({ plan }: Analysis, topic: string): readonly string[] {
  return textOf(wholePaths(plan).filter((path) => path.ids.includes(topic)));
}

/** The paths that go along a wire. */
export function guaranteeOfWire(
  { plan, checked }: Analysis,
  owner: AgentDecl | StreamDecl,
  wire: Wire,
): readonly string[] {
  const { path: file } = checked.entry;
  const isHere = (place: Place): boolean => place.file === file && encloses(wire.span, place.span);
  const agent = plan.agents.find((one) => one.name === owner.name.text);
  const stream = plan.streams.find((one) => one.name === owner.name.text);
  const ends =
    agent === undefined ? (stream === undefined ? [] : endsOfStream(stream, isHere)) : endsOfAgent(agent, isHere);
  const paths = pathsOf(plan, owner.name.text);
  return textOf(
    paths.filter(({ ids }) => ends.some(({ from, to }) => ids.includes(to) && (from === null || ids.includes(from)))),
  );
}

interface Ends {
  /** Null where it is known only which output it is. */
  readonly from: string | null;
  readonly to: string;
}

function endsOfAgent(agent: AgentPlan, isHere: (place: Place) => boolean): Ends[] {
  const parts = partsOf(agent);
  return agent.flows.flatMap((flow) =>
    flow.branches
      .filter((branch) => isHere(branch.place))
      .flatMap((branch) =>
        endpointsOf(branch.to).map(({ name }) => ({ from: idOf(parts, flow.from), to: idOf(parts, name) })),
      ),
  );
}

function endsOfStream(stream: StreamPlan, isHere: (place: Place) => boolean): Ends[] {
  return stream.wires
    .filter((wire) => isHere(wire.place))
    .flatMap((wire) => endpointsOf(wire.to).map(({ name }) => ({ from: null, to: idOf(stream.outputs, name) })));
}

function partsOf(agent: AgentPlan): readonly Endpoint[] {
  return [...agent.sources, ...agent.channels, ...agent.sinks, ...agent.groups];
}

/** What a part is called in the steps of a path: a topic by its own id. */
function idOf(parts: readonly Endpoint[], name: string): string {
  const part = parts.find((one) => one.name === name);
  if (part?.kind === "topicReader" || part?.kind === "topicWriter") return part.topic;
  return part?.id ?? name;
}

function pathsOf(plan: Plan, owner: string): PathReport[] {
  return guaranteesOf(plan).filter((path) => path.owners.includes(owner));
}

const EFFECTS = { atMostOnce: "may be lost", atLeastOnce: "may come twice" } as const;

function textOf(paths: readonly PathReport[]): string[] {
  return paths.flatMap((path) => [
    `- \`${path.steps.join(" -> ")}\`${path.rejects ? " (what failed)" : ""}: **${path.guarantee}**`,
    ...path.lowerings.map(
      (one) => `  - ${EFFECTS[one.to]} at \`${one.step}\` (${one.place.text}): ${one.reason}. ${one.raise}`,
    ),
    ...path.choices.map((one) => `  - given up on purpose: ${one.what} (${one.place.text})`),
  ]);
}
