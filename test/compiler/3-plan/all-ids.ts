import type { Plan } from "../../../compiler/3-plan/plan.ts";

/** Every id of a plan. */
export function allIds(plan: Plan): string[] {
  const owners = [
    ...plan.topics.map(({ id }) => id),
    ...plan.agents.flatMap((agent) => [
      agent.id,
      ...[...agent.sources, ...agent.channels, ...agent.sinks, ...agent.groups].map(({ id }) => id),
      ...agent.flows.flatMap(({ branches }) => branches.flatMap(({ operators }) => operators.map(({ id }) => id))),
    ]),
  ];
  const streams = plan.streams.flatMap((stream) => [
    stream.id,
    ...stream.nodes.map(({ id }) => id),
    ...stream.outputs.map(({ id }) => id),
  ]);
  return [...owners, ...streams];
}
