import type { StreamOperator } from "../../../../3-plan/plan.ts";
import { declareConst } from "../../../block.ts";
import { NO_HINT } from "../../../operators/name-hint.ts";
import { letName } from "../../graph.ts";
import type { PipelineBreaker } from "../../operator-emitter.ts";
import type { StreamWriting } from "../../writing.ts";

/** `stateSnapshots`: what the operator before it keeps, once that has ended the batch. */
export const stateSnapshots: PipelineBreaker = {
  kind: "breaker",
  hint: () => NO_HINT,
  takes: "size",
  open: ({ operator, writing }) => keptBefore(operator, writing),
  // It has no use for the elements.
  accept() {},
  finish({ operator, writing, at }) {
    const snapshot = `${keptBefore(operator, writing)}.snapshot()`;
    return { kind: "list", size: "length", doc: declareConst(at.block, letName(operator) ?? "snapshot", snapshot) };
  },
};

/** The variable of what the operator before keeps. */
function keptBefore({ id, inputs }: StreamOperator, { graph, state }: StreamWriting): string {
  const before = graph.plan.nodes.find((node) => node.id === inputs[0].node);
  const kept = before?.kind === "operator" ? state.find(({ key }) => key === before.keptAs) : undefined;
  if (kept === undefined) throw new Error(`${id} stands behind nothing that keeps state`);
  return kept.name;
}
