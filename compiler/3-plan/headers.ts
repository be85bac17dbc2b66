/** `.events()` gives what a stream reads with its headers; what is computed from it has none any more. */
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { messages } from "../messages.ts";
import type { Plan, StreamPlan } from "./plan.ts";

/** Reports where the headers of computed elements are asked for. */
export function checkHeaders(plan: Plan): Diagnostic[] {
  return plan.streams.flatMap(streamHeaders);
}

function streamHeaders({ nodes }: StreamPlan): Diagnostic[] {
  const inputs = new Set(nodes.flatMap((node) => (node.kind === "input" ? node.id : [])));
  return nodes.flatMap((node) => {
    const isAsked = node.kind === "operator" && node.builtIn === "events";
    if (!isAsked || inputs.has(node.from[0] ?? "")) return [];
    return { ...messages.report("FLOW5019"), file: node.place.file, span: node.place.span };
  });
}
