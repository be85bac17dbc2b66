import { RECEIVER } from "../../3-plan/operator.ts";
import { declareConst } from "../block.ts";
import { call } from "../code.ts";
import { markOf, stdlib } from "../module.ts";
import { letName } from "./graph.ts";
import { callWithPair, newByKey, PAIR_HINT, pairTypes } from "./keyed.ts";
import { type PipelineBreaker, storeOf } from "./operator-emitter.ts";

/** An operator that gathers the pairs of two streams in a `JoinedBatch`, and gives what its method `method` makes of them. */
export function joining(method: string, hint: string): PipelineBreaker {
  return {
    kind: "breaker",
    hint: () => PAIR_HINT,
    open({ operator, at }) {
      const { inputs, element } = operator;
      // The key that both fit: one of the streams may have a narrower one.
      const [key] = pairTypes({ port: RECEIVER, element });
      const maker = stdlib(at, "stream/joined-batch", "JoinedBatch");
      const made = newByKey(`new ${maker}`, [key, ...inputs.map((input) => pairTypes(input)[1])], at);
      return declareConst(at.block, "sides", made);
    },
    accept: (port, element, gathering) =>
      callWithPair(port === RECEIVER ? "addThis" : "addOther", port, element, gathering),
    finish(gathering) {
      const { operator, at } = gathering;
      const made = call([markOf(at, operator.place.span), `${storeOf(gathering)}.${method}`], []);
      return { kind: "list", size: "length", doc: declareConst(at.block, letName(operator) ?? hint, made.doc) };
    },
  };
}
