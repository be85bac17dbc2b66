import { argument } from "../../../operators/chain.ts";
import { callWithPair, openKeyed, PAIR_HINT } from "../../keyed.ts";
import { type PipelineBreaker, storeOf } from "../../operator-emitter.ts";

/** `reduceByKey`: the values of a batch, merged by key. */
export const reduceByKey: PipelineBreaker = {
  kind: "breaker",
  hint: () => PAIR_HINT,
  open: ({ operator, at }) => openKeyed("KeyedBatch", operator, "merged", at),
  accept(port, element, gathering) {
    const { operator, at } = gathering;
    callWithPair("merge", port, element, gathering, () => [
      at.module.emit(argument(operator, "merge", at), at).whole().doc,
    ]);
  },
  finish: (gathering) => ({ kind: "list", size: "size", doc: storeOf(gathering) }),
};
