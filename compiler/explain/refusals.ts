import { type End, endpointsOf } from "../3-plan/endpoints.ts";
import type { AgentPlan, Options, Plan, StreamPlan } from "../3-plan/plan.ts";
import { indexPlan } from "../3-plan/plan-index.ts";
import { targetOptions } from "../3-plan/target-options.ts";
import { durationOf } from "./facts.ts";

/** What becomes of what an agent's sink or a stream's output refuses, by its name. */
export function refusalFacts(plan: Plan, owner: AgentPlan | StreamPlan): ReadonlyMap<string, readonly string[]> {
  const wires = "flows" in owner ? owner.flows.flatMap((flow) => flow.branches) : owner.wires;
  const index = indexPlan(plan);
  const found = new Map<string, string[]>();
  for (const end of wires.flatMap(({ to }) => endpointsOf(to))) {
    const facts = factsOf(end, targetOptions(index, owner, end.name));
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
