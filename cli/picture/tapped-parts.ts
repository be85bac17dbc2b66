import type { Endpoint, Plan } from "../../compiler/3-plan/plan.ts";
import type { Type } from "../../compiler/model/types/type.ts";

/** Everything that passes events on to what is outside, or takes them from there. */
export function endsOf({ agents, streams }: Plan): readonly Endpoint[] {
  return [
    ...agents.flatMap(({ sources, channels, sinks }) => [...sources, ...channels, ...sinks]),
    ...streams.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]),
  ];
}

/** What of a running program can be looked at, by id, with the type of the bodies that pass there. */
export function tappedParts(plan: Plan): ReadonlyMap<string, Type> {
  const { agents, streams } = plan;
  const steps = [
    ...agents.flatMap(({ flows }) => flows.flatMap(({ branches }) => branches.flatMap(({ operators }) => operators))),
    ...streams.flatMap(({ nodes }) => nodes.filter((node) => node.kind === "operator")),
  ];
  const shown = endsOf(plan).filter(({ kind }) => kind !== "channelReader");
  return new Map([...shown, ...steps].map(({ id, element }) => [id, element]));
}
