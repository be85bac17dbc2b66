import type { Plan } from "../../compiler/3-plan/plan.ts";

/** What a program reads, those of agents first. */
export function sourcesOf({ agents, streams }: Plan) {
  return [...agents.flatMap(({ sources }) => sources), ...streams.flatMap(({ inputs }) => inputs)];
}

/** What a program writes to, those of agents first: of sinks of a group the group, which counts what is written. */
export function sinksOf({ agents, streams }: Plan) {
  const ofAgents = agents.flatMap(({ sinks, groups }) => {
    const members = new Set(groups.flatMap((group) => group.members));
    return [...sinks.filter(({ name }) => !members.has(name)), ...groups];
  });
  return [...ofAgents, ...streams.flatMap(({ outputs }) => outputs)];
}

/** Those among them that are groups. */
export function groupsOf(plan: Plan) {
  return sinksOf(plan).filter((sink) => "members" in sink && sink.members !== undefined);
}
