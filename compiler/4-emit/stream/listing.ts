import { originOf } from "../../3-plan/origins.ts";
import { declareConst } from "../block.ts";
import { call } from "../code.ts";
import type { Doc } from "../doc.ts";
import { emitArgument, withoutAbsent } from "../expression/extern.ts";
import { type At, markOf } from "../module.ts";
import { NO_HINT } from "../operators/name-hint.ts";
import { gathered } from "./gathered.ts";
import { letName } from "./graph.ts";
import { type Gathering, type PipelineBreaker, storeOf } from "./operator-emitter.ts";

/** An operator that is a function, `called`, of the batch as a list, its arguments, and `more`. */
export function listing(
  called: (at: At) => string,
  hint: string,
  more: (gathering: Gathering) => readonly Doc[] = () => [],
): PipelineBreaker {
  return {
    kind: "breaker",
    hint: () => NO_HINT,
    takes: "list",
    ...gathered,
    finish(gathering) {
      const { operator, at } = gathering;
      const { args: given } = originOf(at.module.origins.made, operator.id);
      const args = given.map((arg) => emitArgument(arg, at));
      const all = [storeOf(gathering), ...withoutAbsent([...args, ...more(gathering)])];
      const made = call([markOf(at, operator.place.span), called(at)], all).doc;
      return { kind: "list", size: "length", doc: declareConst(at.block, letName(operator) ?? hint, made) };
    },
  };
}
