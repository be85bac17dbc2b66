import { declareConst } from "../../../block.ts";
import { runtime } from "../../../module.ts";
import { NO_HINT } from "../../../operators/name-hint.ts";
import { letName } from "../../graph.ts";
import { callByKey, newByKey } from "../../keyed.ts";
import { type PipelineBreaker, storeOf } from "../../operator-emitter.ts";

/** `countByValue`: how often each element came. */
export const countByValue: PipelineBreaker = {
  kind: "breaker",
  hint: () => NO_HINT,
  open({ operator, at }) {
    const made = newByKey(`new ${runtime(at, "CountedBatch")}`, [operator.inputs[0].element], at);
    return declareConst(at.block, letName(operator) ?? "counts", made);
  },
  accept: (port, element, gathering) => callByKey("add", port, element, [], gathering),
  finish: (gathering) => ({ kind: "list", size: "size", doc: storeOf(gathering) }),
};
