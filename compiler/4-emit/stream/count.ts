/** `count` and `countByValue` */
import { declareConst } from "../block.ts";
import { atom, call } from "../code.ts";
import { markOf, runtime } from "../module.ts";
import { typeText } from "../types.ts";
import { letName } from "./graph.ts";
import { keyOf } from "./key-of.ts";
import type { RestingOperator } from "./resting.ts";

export const count: RestingOperator = {
  open(operator, _writing, at) {
    const name = at.block.scope.declare(letName(operator) ?? "count");
    at.block.statements.push(`let ${name} = 0;`);
    return name;
  },
  add(_operator, store, _element, _writing, at) {
    at.block.statements.push(`${store} += 1;`);
  },
  result(operator, store, writing, at) {
    const name = letName(operator);
    // The size of a list that is there already needs a name only where the program gives it one.
    const isGiven = writing.lists.has(operator.id) && name !== null;
    return { kind: "one", code: atom(isGiven ? declareConst(at.block, name, store) : store) };
  },
};

export const countByValue: RestingOperator = {
  open(operator, _writing, at) {
    const type = typeText(at.module, operator.input);
    const byValue = keyOf(operator.input);
    const made = call(`new ${runtime(at, "CountedBatch")}<${type}>`, byValue === null ? [] : [byValue]);
    return declareConst(at.block, letName(operator) ?? "counts", made.doc);
  },
  add(operator, store, element, _writing, at) {
    at.block.statements.push([call([markOf(at, operator.place.span), `${store}.add`], [element.whole().doc]).doc, ";"]);
  },
  result: (_operator, store) => ({ kind: "list", size: "size", doc: store }),
};
