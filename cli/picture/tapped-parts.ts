import type { Plan } from "../../compiler/3-plan/plan.ts";
import type { Type } from "../../compiler/model/types/type.ts";

/** What of a running program can be looked at, by id, with the type of the bodies that pass there. */
export function tappedParts({ agents, streams }: Plan): ReadonlyMap<string, Type> {
  const ends = [
    ...agents.flatMap(({ sources, channels, sinks }) => [...sources, ...channels, ...sinks]),
    ...streams.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]),
  ];
  const steps = [
    ...agents.flatMap(({ flows }) => flows.flatMap(({ branches }) => branches.flatMap(({ operators }) => operators))),
    ...streams.flatMap(({ nodes }) => nodes.filter((node) => node.kind === "operator")),
  ];
  const shown = ends.filter(({ kind }) => kind !== "channelReader");
  return new Map([...shown, ...steps].map(({ id, element }) => [id, element]));
}
