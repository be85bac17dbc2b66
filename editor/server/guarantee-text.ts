/** What the compiler has found out about delivery, in Markdown. */

import { endpointsOf } from "../../compiler/3-plan/endpoints.ts";
import { guaranteesOf, type PathReport } from "../../compiler/3-plan/guarantee.ts";
import type { AgentPlan, Place, Plan, StreamPlan } from "../../compiler/3-plan/plan.ts";
import type { Analysis } from "../../compiler/compile.ts";
import type { AgentDecl, Span, StreamDecl, Wire } from "../../grammar/ast.ts";

/** Every path of an agent or stream. */
export function guaranteeOfOwner({ plan }: Analysis, owner: string): readonly string[] {
  return textOf(pathsOf(plan, owner));
}

/** The paths of an agent on which the component stands. */
export function guaranteeThrough({ plan }: Analysis, owner: string, component: string): readonly string[] {
  return textOf(pathsOf(plan, owner).filter((path) => path.steps.includes(component)));
}

/** The paths that go along a wire. */
export function guaranteeOfWire(
  { plan, checked }: Analysis,
  owner: AgentDecl | StreamDecl,
  wire: Wire,
): readonly string[] {
  const { path: file } = checked.entry;
  const isHere = (place: Place): boolean => place.file === file && contains(wire.span, place.span);
  const agent = plan.agents.find((one) => one.name === owner.name.text);
  const stream = plan.streams.find((one) => one.name === owner.name.text);
  const ends =
    agent === undefined ? (stream === undefined ? [] : endsOfStream(stream, isHere)) : endsOfAgent(agent, isHere);
  const paths = pathsOf(plan, owner.name.text);
  return textOf(
    paths.filter(({ steps }) =>
      ends.some(({ from, to }) => steps.includes(to) && (from === null || steps.includes(from))),
    ),
  );
}

interface Ends {
  /** Null where it is known only which output it is. */
  readonly from: string | null;
  readonly to: string;
}

function endsOfAgent(agent: AgentPlan, isHere: (place: Place) => boolean): Ends[] {
  return agent.flows.flatMap((flow) =>
    flow.branches
      .filter((branch) => isHere(branch.place))
      .flatMap((branch) => endpointsOf(branch.to).map(({ name }) => ({ from: flow.from, to: name }))),
  );
}

function endsOfStream(stream: StreamPlan, isHere: (place: Place) => boolean): Ends[] {
  return stream.wires
    .filter((wire) => isHere(wire.place))
    .flatMap((wire) => endpointsOf(wire.to).map(({ name }) => ({ from: null, to: name })));
}

function pathsOf(plan: Plan, owner: string): PathReport[] {
  return guaranteesOf(plan).filter((path) => path.owners.includes(owner));
}

function textOf(paths: readonly PathReport[]): string[] {
  return paths.flatMap((path) => [
    `- \`${path.steps.join(" -> ")}\`: **${path.guarantee}**`,
    ...path.lowerings.map((one) => `  - \`${one.step}\` (${one.place.text}): ${one.reason}. ${one.raise}`),
  ]);
}

function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
