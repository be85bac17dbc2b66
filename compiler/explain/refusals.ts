import { type End, endpointsOf } from "../3-plan/endpoints.ts";
import type { AgentPlan, Options, Plan, StreamPlan } from "../3-plan/plan.ts";
import { durationOf } from "./facts.ts";

/** What becomes of what an agent's sink or a stream's output refuses, by its name. */
export function refusalFacts(plan: Plan, owner: AgentPlan | StreamPlan): ReadonlyMap<string, readonly string[]> {
  const wires = "flows" in owner ? owner.flows.flatMap((flow) => flow.branches) : owner.wires;
  const found = new Map<string, string[]>();
  for (const end of wires.flatMap(({ to }) => endpointsOf(to))) {
    const facts = factsOf(end, optionsOf(plan, owner, end.name));
    const known = found.get(end.name) ?? [];
    found.set(end.name, [...known, ...facts.filter((fact) => !known.includes(fact))]);
  }
  return found;
}

function factsOf({ refused }: End, options: Options): string[] {
  if (refused === null) return [];
  const way = refused.to === null ? "drops what it refuses" : `what it refuses to ${refused.to}`;
  const retries = options.get("retries");
  const retryFor = durationOf(options, "retryFor");
  return [
    typeof retries === "number" && retries > 0 ? `${way} after ${retries + 1} tries` : way,
    retryFor === null ? "waits while out of reach" : `the same once out of reach for ${retryFor}`,
  ];
}

function optionsOf(plan: Plan, owner: AgentPlan | StreamPlan, name: string): Options {
  const targets = "flows" in owner ? [...owner.sinks, ...owner.groups] : owner.outputs;
  const target = targets.find((one) => one.name === name);
  if (target?.kind !== "topicWriter") return target?.options ?? new Map();
  return plan.topics.find(({ id }) => id === target.topic)?.options ?? new Map();
}
