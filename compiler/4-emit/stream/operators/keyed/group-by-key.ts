import { callWithPair, openKeyed, PAIR_HINT } from "../../keyed.ts";
import { type PipelineBreaker, storeOf } from "../../operator-emitter.ts";

/** `groupByKey`: the values of a batch, gathered by key. */
export const groupByKey: PipelineBreaker = {
  kind: "breaker",
  hint: () => PAIR_HINT,
  open: ({ operator, at }) => openKeyed("GroupedBatch", operator, "groups", at),
  accept: (port, element, gathering) => callWithPair("add", port, element, gathering),
  finish: (gathering) => ({ kind: "list", size: "size", doc: storeOf(gathering) }),
};
