import { declareConst } from "../../../block.ts";
import { atom } from "../../../code.ts";
import { NO_HINT } from "../../../operators/name-hint.ts";
import { letName } from "../../graph.ts";
import { type PipelineBreaker, storeOf } from "../../operator-emitter.ts";

/** `count`: one number in every batch. */
export const count: PipelineBreaker = {
  kind: "breaker",
  hint: () => NO_HINT,
  takes: "size",
  open({ operator, at }) {
    const name = at.block.scope.declare(letName(operator) ?? "count");
    at.block.statements.push(`let ${name} = 0;`);
    return name;
  },
  accept(port, _element, gathering) {
    gathering.at.block.statements.push(`${storeOf(gathering, port)} += 1;`);
  },
  finish(gathering) {
    const { operator, writing, at } = gathering;
    const name = letName(operator);
    const store = storeOf(gathering);
    // The size of an existing list gets a variable only if the program names it.
    const isGiven = writing.lists.has(operator.id) && name !== null;
    return { kind: "one", code: atom(isGiven ? declareConst(at.block, name, store) : store) };
  },
};
