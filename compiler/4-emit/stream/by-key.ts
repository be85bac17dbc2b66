/** `reduceByKey` and `groupByKey`: values of a batch, gathered by key. */
import type { StreamOperator } from "../../3-plan/plan.ts";
import type { Type } from "../../types/type.ts";
import { declareConst } from "../block.ts";
import { call } from "../code.ts";
import { type At, markOf, runtime } from "../module.ts";
import { argument } from "../operators/chain.ts";
import { keyAndValue } from "../operators/pair.ts";
import { typeText } from "../types.ts";
import { letName } from "./graph.ts";
import { keyOf } from "./key-of.ts";
import type { RestingOperator } from "./resting.ts";

export const reduceByKey: RestingOperator = {
  open: (operator, _writing, at) => openBatch("KeyedBatch", operator, "merged", at),
  add(operator, store, element, _writing, at) {
    const [key, value] = keyAndValue(element, operator.input, at);
    const merge = at.module.emit(argument(operator, "merge"), at).whole().doc;
    const args = [key.whole().doc, value.whole().doc, merge];
    at.block.statements.push([call([markOf(at, operator.place.span), `${store}.merge`], args).doc, ";"]);
  },
  result: (_operator, store) => ({ kind: "list", size: "size", doc: store }),
};

export const groupByKey: RestingOperator = {
  open: (operator, _writing, at) => openBatch("GroupedBatch", operator, "groups", at),
  add(operator, store, element, _writing, at) {
    const [key, value] = keyAndValue(element, operator.input, at);
    const args = [key.whole().doc, value.whole().doc];
    at.block.statements.push([call([markOf(at, operator.place.span), `${store}.add`], args).doc, ";"]);
  },
  result: (_operator, store) => ({ kind: "list", size: "size", doc: store }),
};

/** Key and value type of the pairs that an operator takes. */
export function pairTypes(operator: StreamOperator): readonly [Type, Type] {
  const { input } = operator;
  const [key, value] = input.kind === "tuple" ? input.elements : [];
  if (key === undefined || value === undefined) throw new Error(`${operator.id} takes no pairs`);
  return [key, value];
}

function openBatch(name: "KeyedBatch" | "GroupedBatch", operator: StreamOperator, wanted: string, at: At): string {
  const [key, value] = pairTypes(operator);
  const types = `<${typeText(at.module, key)}, ${typeText(at.module, value)}>`;
  const byValue = keyOf(key);
  const made = call(`new ${runtime(at, name)}${types}`, byValue === null ? [] : [byValue]).doc;
  return declareConst(at.block, letName(operator) ?? wanted, made);
}
