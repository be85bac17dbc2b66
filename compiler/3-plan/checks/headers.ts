/** `.events()` gives what a stream reads with its headers; what is computed from it has none any more. */
import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import { messages } from "../../model/messages/messages.ts";
import type { Plan, StreamPlan } from "../plan.ts";

/** Reports where the headers of computed elements are asked for. */
export function checkHeaders(plan: Plan): Diagnostic[] {
  return plan.streams.flatMap(streamHeaders);
}

function streamHeaders({ nodes }: StreamPlan): Diagnostic[] {
  const inputs = new Set(nodes.flatMap((node) => (node.kind === "input" ? node.id : [])));
  return nodes.flatMap((node) => {
    if (node.kind !== "operator" || !node.takesEvents || inputs.has(node.inputs[0].node)) return [];
    return { ...messages.report("FLOW5019"), file: node.place.file, span: node.place.span };
  });
}
