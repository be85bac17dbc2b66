import { fits } from "../../model/types/fits.ts";
import type { Type } from "../../model/types/type.ts";
import type { AgentPlan, FlowPlan } from "../plan.ts";
import { endpointsOf } from "./endpoints.ts";

/** What leaves a wire from a channel by the `else` of its target, beside what that target refuses. */
export interface WaysOutOnWire {
  /** Whether events at which a step fails leave there. */
  readonly failed: boolean;
  /** The sinks of rejects whose refused content leaves there, with the type of their bodies. */
  readonly rejects: readonly { readonly name: string; readonly element: Type }[];
}

/** All that the taker has a type for: an `else drop` takes anything, and so does a sink of texts or of bytes. */
export function waysOutOnWire(agent: AgentPlan, flow: FlowPlan): WaysOutOnWire {
  const isFromChannel = agent.channels.some(({ name }) => name === flow.from);
  const refused = flow.branches.flatMap(({ to }) => endpointsOf(to)).find((end) => end.refused !== null)?.refused;
  if (!isFromChannel || refused === undefined || refused === null) return { failed: false, rejects: [] };
  const elementOf = (sink: string): Type | undefined => agent.sinks.find(({ name }) => name === sink)?.element;
  const taker = refused.to === null ? null : elementOf(refused.to);
  const takes = (type: Type): boolean => {
    if (taker === null || taker === undefined) return taker === null;
    return taker.kind === "string" || taker.kind === "bytes" || fits(type, taker);
  };
  const operators = flow.branches.flatMap((branch) => branch.operators);
  const names = new Set(operators.flatMap(({ rejects }) => rejects.map(({ to }) => to)));
  const rejects = [...names].flatMap((name) => {
    const element = elementOf(name);
    return name === refused.to || element === undefined || !takes(element) ? [] : [{ name, element }];
  });
  return { failed: operators.length > 0 && takes(flow.element), rejects };
}
