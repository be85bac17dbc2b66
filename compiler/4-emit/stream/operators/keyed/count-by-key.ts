import { declareConst } from "../../../block.ts";
import { runtime } from "../../../module.ts";
import { letName } from "../../graph.ts";
import { callByKey, newByKey, PAIR_HINT, pairTypes, partsOfPair } from "../../keyed.ts";
import { type PipelineBreaker, storeOf } from "../../operator-emitter.ts";

/** `countByKey`: how many values each key has. */
export const countByKey: PipelineBreaker = {
  kind: "breaker",
  hint: () => PAIR_HINT,
  open({ operator, at }) {
    const [key] = pairTypes(operator.inputs[0]);
    const made = newByKey(`new ${runtime(at, "CountedBatch")}`, [key], at);
    return declareConst(at.block, letName(operator) ?? "counts", made);
  },
  accept(port, element, gathering) {
    const [key] = partsOfPair(port, element, gathering);
    callByKey("add", port, key, [], gathering);
  },
  finish: (gathering) => ({ kind: "list", size: "size", doc: storeOf(gathering) }),
};
