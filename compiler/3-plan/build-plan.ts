import type { AgentDecl, Node, StreamDecl } from "../../grammar/ast.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import type { Checked, Unit } from "../model/checked.ts";
import { planAgent } from "./agent.ts";
import { checkBodies } from "./checks/bodies.ts";
import { checkFormerNames } from "./checks/former-names.ts";
import { checkHeaders } from "./checks/headers.ts";
import { checkLoops } from "./checks/loops.ts";
import { checkDeadLetters } from "./checks/refusals.ts";
import { createPlanContext } from "./context.ts";
import { checkExits } from "./exits.ts";
import type { Origins } from "./origins.ts";
import type { AgentPlan, Plan, StreamPlan, TablePlan, TopicPlan } from "./plan.ts";
import { planStream } from "./stream.ts";
import { planTable } from "./table.ts";
import { planTopic } from "./topic.ts";

/** The plan, the syntax that it was made from, and what the checks of the topology found. */
export interface Planned {
  readonly plan: Plan;
  readonly origins: Origins;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The typed graph of a checked program. Of a program with errors it gives what can be made out; only that of a program
 * without errors may be emitted. Agents and streams of other files are in it when they are imported by name.
 */
export function buildPlan(checked: Checked): Planned {
  const context = createPlanContext(checked);
  const imported = importedByName(checked);
  const runs = (unit: Unit, decl: AgentDecl | StreamDecl): boolean => unit === checked.entry || imported.has(decl);
  const topics: TopicPlan[] = [];
  const tables: TablePlan[] = [];
  const agents: AgentPlan[] = [];
  const streams: StreamPlan[] = [];
  for (const unit of checked.units) {
    for (const decl of unit.tree.declarations) {
      if (decl.kind === "AgentDecl") {
        if (runs(unit, decl)) agents.push(planAgent(context, decl, unit));
      } else if (decl.kind === "StreamDecl") {
        if (runs(unit, decl)) streams.push(planStream(context, decl, unit));
      } else if (decl.kind === "TopicDecl") {
        const topic = planTopic(context, decl, unit);
        if (topic !== null) topics.push(topic);
      } else if (decl.kind === "TableDecl") {
        const table = planTable(context, decl, unit);
        if (table !== null) tables.push(table);
      }
    }
  }
  const plan = { file: context.places.nameOf(checked.entry), topics, tables, agents, streams };
  return {
    plan,
    origins: context.origins,
    diagnostics: [
      ...checkExits(checked),
      ...checkFormerNames(checked),
      ...checkBodies(plan),
      ...checkLoops(plan),
      ...checkDeadLetters(plan),
      ...checkHeaders(plan),
    ],
  };
}

/** Who takes a function from a file does not mean to run the agents that stand there too. */
function importedByName(checked: Checked): ReadonlySet<Node> {
  const imported = new Set<Node>();
  for (const unit of checked.units) {
    for (const decl of unit.tree.declarations) {
      if (decl.kind !== "ImportDecl") continue;
      for (const name of decl.names) {
        const symbol = checked.symbols.get(name);
        if (symbol !== undefined) imported.add(symbol.decl);
      }
    }
  }
  return imported;
}
