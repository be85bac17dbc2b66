import type { Diagnostic } from "../../grammar/diagnostic.ts";
import type { Checked } from "../checked.ts";
import { planAgent } from "./agent.ts";
import { createPlanContext } from "./context.ts";
import type { AgentPlan, Plan, StreamPlan, TopicPlan } from "./plan.ts";
import { planStream } from "./stream.ts";
import { planTopic } from "./topic.ts";

/**
 * The typed graph of a checked program. Of a program with errors it gives what can be made out; only that of a program
 * without errors may be emitted.
 */
export function buildPlan(checked: Checked): { readonly plan: Plan; readonly diagnostics: readonly Diagnostic[] } {
  const context = createPlanContext(checked);
  const topics: TopicPlan[] = [];
  const agents: AgentPlan[] = [];
  const streams: StreamPlan[] = [];
  for (const unit of checked.units) {
    for (const decl of unit.tree.declarations) {
      if (decl.kind === "AgentDecl") agents.push(planAgent(context, decl, unit));
      else if (decl.kind === "StreamDecl") streams.push(planStream(context, decl, unit));
      else if (decl.kind === "TopicDecl") {
        const topic = planTopic(context, decl, unit);
        if (topic !== null) topics.push(topic);
      }
    }
  }
  return { plan: { file: context.places.nameOf(checked.entry), topics, agents, streams }, diagnostics: [] };
}
