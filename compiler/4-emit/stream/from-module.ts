import { originOf } from "../../3-plan/origins.ts";
import { declareConst } from "../block.ts";
import { call } from "../code.ts";
import type { Doc } from "../doc.ts";
import { externArgument, withoutAbsent } from "../expression/extern.ts";
import { markOf, referred } from "../module.ts";
import { NO_HINT } from "../operators/name-hint.ts";
import { gathered } from "./gathered.ts";
import { letName } from "./graph.ts";
import { type PipelineBreaker, storeOf } from "./operator-emitter.ts";

/**
 * An operator with a module of its own: a function of the elements of each of its streams and of its arguments, which
 * may take its time.
 */
export const fromModule: PipelineBreaker = {
  kind: "breaker",
  hint: () => NO_HINT,
  takes: "list",
  ...gathered,
  finish(gathering) {
    const { operator, writing, at } = gathering;
    const { maker, args: given } = originOf(at.module.origins.made, operator.id);
    const name = referred(at, at.module.imports.extern(maker));
    writing.waits.add(operator.id);
    const args = maker.declaration.params.map(({ name }) => {
      const arg = given.find((one) => one.name === name);
      return arg === undefined ? storeOf(gathering, name) : externArgument(maker, arg, at);
    });
    const made = call([markOf(at, operator.place.span), name], [storeOf(gathering), ...withoutAbsent(args)]);
    const doc: Doc = ["await ", made.doc];
    return { kind: "list", size: "length", doc: declareConst(at.block, letName(operator) ?? operator.name, doc) };
  },
};
