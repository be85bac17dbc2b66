import { type End, endpointsOf } from "../3-plan/checks/endpoints.ts";
import { indexPlan } from "../3-plan/checks/plan-index.ts";
import { targetOptions } from "../3-plan/checks/target-options.ts";
import { waysOutOnWire } from "../3-plan/checks/ways-out.ts";
import type { AgentPlan, Options, Plan, StreamPlan } from "../3-plan/plan.ts";
import { durationOf } from "./facts.ts";

/** What becomes of what an agent's sink or a stream's output refuses, by its name. */
export function refusalFacts(plan: Plan, owner: AgentPlan | StreamPlan): ReadonlyMap<string, readonly string[]> {
  const index = indexPlan(plan);
  const found = new Map<string, string[]>();
  for (const { end, failed } of endsOf(owner)) {
    const facts = factsOf(end, targetOptions(index, owner, end.name), failed);
    const known = found.get(end.name) ?? [];
    found.set(end.name, [...known, ...facts.filter((fact) => !known.includes(fact))]);
  }
  return found;
}

/** Every end of an arrow; `failed` where what fails at a step before it leaves there, too. */
function endsOf(owner: AgentPlan | StreamPlan): { readonly end: End; readonly failed: boolean }[] {
  if (!("flows" in owner)) {
    return owner.wires.flatMap(({ to }) => endpointsOf(to).map((end) => ({ end, failed: false })));
  }
  return owner.flows.flatMap((flow) => {
    const { failed } = waysOutOnWire(owner, flow);
    const ends = flow.branches.flatMap(({ to }) => endpointsOf(to));
    const first = ends.find(({ refused }) => refused !== null);
    return ends.map((end) => ({ end, failed: failed && end === first }));
  });
}

function factsOf({ refused }: End, options: Options, failed: boolean): string[] {
  if (refused === null) return [];
  const way = refused.to === null ? "drops what it refuses" : `what it refuses to ${refused.to}`;
  const retries = options.get("retries");
  const retryFor = durationOf(options, "retryFor");
  return [
    typeof retries === "number" && retries > 0 ? `${way} after ${retries + 1} tries` : way,
    ...(failed ? ["also what fails on its wire"] : []),
    retryFor === null ? "waits while out of reach" : `the same once out of reach for ${retryFor}`,
  ];
}
