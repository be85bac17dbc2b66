import type { AgentPlan, Options, StreamPlan } from "../plan.ts";
import type { PlanIndex } from "./plan-index.ts";

/** Options of what an arrow of an agent or stream leads to: of a sink, a group of sinks, or a topic. */
export function targetOptions({ topics }: PlanIndex, owner: AgentPlan | StreamPlan, name: string): Options {
  const targets = "flows" in owner ? [...owner.sinks, ...owner.groups] : owner.outputs;
  const target = targets.find((one) => one.name === name);
  if (target?.kind !== "topicWriter") return target?.options ?? new Map();
  return topics.get(target.topic)?.options ?? new Map();
}
