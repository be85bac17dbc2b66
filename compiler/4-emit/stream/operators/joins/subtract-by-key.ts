import { RECEIVER } from "../../../../3-plan/operator.ts";
import { declareConst } from "../../../block.ts";
import { call } from "../../../code.ts";
import { markOf, stdlib } from "../../../module.ts";
import { letName } from "../../graph.ts";
import { callWithKey, callWithPair, newByKey, PAIR_HINT, pairTypes } from "../../keyed.ts";
import { type PipelineBreaker, storeOf } from "../../operator-emitter.ts";

/** `subtractByKey(other)`: the pairs whose key the other stream does not have. */
export const subtractByKey: PipelineBreaker = {
  kind: "breaker",
  hint: () => PAIR_HINT,
  open({ operator, at }) {
    const maker = stdlib(at, "stream/subtracted-batch", "SubtractedBatch");
    const types = pairTypes({ port: RECEIVER, element: operator.element });
    return declareConst(at.block, "sides", newByKey(`new ${maker}`, types, at));
  },
  accept(port, element, gathering) {
    if (port === RECEIVER) callWithPair("addThis", port, element, gathering);
    else callWithKey("addOther", port, element, gathering);
  },
  finish(gathering) {
    const { operator, at } = gathering;
    const made = call([markOf(at, operator.place.span), `${storeOf(gathering)}.rest`], []);
    return { kind: "list", size: "length", doc: declareConst(at.block, letName(operator) ?? "rest", made.doc) };
  },
};
