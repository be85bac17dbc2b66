import { declareConst } from "../../../block.ts";
import { stdlib } from "../../../module.ts";
import { NO_HINT } from "../../../operators/name-hint.ts";
import { letName } from "../../graph.ts";
import { newByKey } from "../../keyed.ts";
import { callStore, type PipelineBreaker, storeOf } from "../../operator-emitter.ts";

/** `distinct`: each element once. */
export const distinct: PipelineBreaker = {
  kind: "breaker",
  hint: () => NO_HINT,
  open({ operator, at }) {
    const maker = stdlib(at, "stream/distinct-batch", "DistinctBatch");
    const made = newByKey(`new ${maker}`, [operator.element], at);
    return declareConst(at.block, letName(operator) ?? "different", made);
  },
  accept: (port, element, gathering) => callStore("add", port, [element.whole().doc], gathering),
  finish: (gathering) => ({ kind: "list", size: "size", doc: storeOf(gathering) }),
};
