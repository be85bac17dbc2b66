import { declareConst } from "../../../block.ts";
import { call } from "../../../code.ts";
import { markOf, stdlib } from "../../../module.ts";
import { argument } from "../../../operators/chain.ts";
import { NO_HINT } from "../../../operators/name-hint.ts";
import { gathered } from "../../gathered.ts";
import { letName } from "../../graph.ts";
import { type PipelineBreaker, storeOf } from "../../operator-emitter.ts";

/** `transformWith(other, (batch, other) => …)`: the batches of two streams, with their time. */
export const transformWith: PipelineBreaker = {
  kind: "breaker",
  hint: () => NO_HINT,
  ...gathered,
  finish(gathering) {
    const { operator, writing, at } = gathering;
    const lists = operator.inputs.map(({ port }) => storeOf(gathering, port));
    const make = at.module.emit(argument(operator, "transform", at), at).whole().doc;
    const name = [markOf(at, operator.place.span), stdlib(at, "stream/transform", "transformWith")];
    const made = call(name, [...lists, make, `${writing.params.batch()}.time`]);
    return { kind: "list", size: "length", doc: declareConst(at.block, letName(operator) ?? "transformed", made.doc) };
  },
};
