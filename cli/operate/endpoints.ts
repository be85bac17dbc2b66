import type { Plan } from "../../compiler/3-plan/plan.ts";

/** What a program reads, those of agents first. */
export function sourcesOf({ agents, streams }: Plan) {
  return [...agents.flatMap(({ sources }) => sources), ...streams.flatMap(({ inputs }) => inputs)];
}

/** What a program writes to, those of agents first. */
export function sinksOf({ agents, streams }: Plan) {
  return [...agents.flatMap(({ sinks }) => sinks), ...streams.flatMap(({ outputs }) => outputs)];
}
