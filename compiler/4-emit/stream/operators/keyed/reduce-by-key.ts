import { argument } from "../../../operators/chain.ts";
import { callByKey, openKeyed, PAIR_HINT, partsOfPair } from "../../keyed.ts";
import { type PipelineBreaker, storeOf } from "../../operator-emitter.ts";

/** `reduceByKey`: the values of a batch, merged by key. */
export const reduceByKey: PipelineBreaker = {
  kind: "breaker",
  hint: () => PAIR_HINT,
  open: ({ operator, at }) => openKeyed("KeyedBatch", operator, "merged", at),
  accept(port, element, gathering) {
    const { operator, at } = gathering;
    const [key, value] = partsOfPair(port, element, gathering);
    const merged = value.whole().doc;
    const merge = at.module.emit(argument(operator, "merge", at), at).whole().doc;
    callByKey("merge", port, key, [merged, merge], gathering);
  },
  finish: (gathering) => ({ kind: "list", size: "size", doc: storeOf(gathering) }),
};
