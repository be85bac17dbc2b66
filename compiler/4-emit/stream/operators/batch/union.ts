import { declareConst } from "../../../block.ts";
import { NO_HINT } from "../../../operators/name-hint.ts";
import { declareList, gathered } from "../../gathered.ts";
import { letName } from "../../graph.ts";
import { type PipelineBreaker, storeOf } from "../../operator-emitter.ts";

/**
 * `union`: of elements that both sides fit, those of the left side first. Where the loops do not give them in that
 * order, the right side has to wait.
 */
export const union: PipelineBreaker = {
  kind: "breaker",
  hint: () => NO_HINT,
  concatenates: true,
  open({ operator, writing, at }) {
    const { element, inputs } = operator;
    if (writing.graph.isInOrder(operator)) return declareList(letName(operator) ?? "both", element, at);
    const [left] = inputs;
    return new Map(inputs.map(({ port }) => [port, declareList(port === left.port ? "left" : "right", element, at)]));
  },
  accept: gathered.accept,
  finish(gathering) {
    const { operator, at } = gathering;
    const stores = [...new Set(operator.inputs.map(({ port }) => storeOf(gathering, port)))];
    const [only] = stores;
    if (stores.length === 1 && only !== undefined) return { kind: "list", size: "length", doc: only };
    const both = `[${stores.map((store) => `...${store}`).join(", ")}]`;
    return { kind: "list", size: "length", doc: declareConst(at.block, letName(operator) ?? "both", both) };
  },
};
