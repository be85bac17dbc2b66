import type { StreamOperator } from "../../3-plan/plan.ts";
import { declareConst } from "../block.ts";
import { type At, stdlib } from "../module.ts";
import { argument } from "../operators/chain.ts";
import { letName } from "./graph.ts";
import { callWithPair, newByKey, PAIR_HINT, pairTypes } from "./keyed.ts";
import { type PipelineBreaker, storeOf } from "./operator-emitter.ts";

/**
 * An operator that gathers pairs in a `CombinedBatch`, made from its arguments `first` (`create` or `zero`) and
 * `merge`; `maker` writes what makes one, given the name of the class.
 */
export function combining(first: string, maker: (className: string) => string): PipelineBreaker {
  return {
    kind: "breaker",
    hint: () => PAIR_HINT,
    open({ operator, at }) {
      const className = stdlib(at, "stream/combined-batch", "CombinedBatch");
      const types = [...pairTypes(operator.inputs[0]), combinedType(operator)] as const;
      const args = [first, "merge"].map((name) => argumentDoc(operator, name, at));
      const made = newByKey(maker(className), types, at, args);
      return declareConst(at.block, letName(operator) ?? "combined", made);
    },
    accept: (port, element, gathering) => callWithPair("add", port, element, gathering),
    finish: (gathering) => ({ kind: "list", size: "size", doc: storeOf(gathering) }),
  };
}

function combinedType({ element, inputs: [port] }: StreamOperator) {
  return pairTypes({ ...port, element })[1];
}

function argumentDoc(operator: StreamOperator, name: string, at: At) {
  return at.module.emit(argument(operator, name, at), at).whole().doc;
}
