import { tupleOf } from "../../../code.ts";
import { apply, argument, exiting } from "../../../operators/chain.ts";
import { hintOfValueLambda } from "../../../operators/name-hint.ts";
import { keyAndValue } from "../../../operators/pair.ts";
import { emitInner, listOf } from "../../inner-loop.ts";
import type { ElementwiseEmitter } from "../../operator-emitter.ts";

/** `flatMapValues(x => …)` */
export const flatMapValues: ElementwiseEmitter = {
  kind: "elementwise",
  hint: (operator, module) => hintOfValueLambda(module.checked, argument(operator, "transform", { module })),
  emit(link) {
    const { operator, element, at, hint } = link;
    const [key, value] = keyAndValue(element, operator.inputs[0].element, at, hint.parts);
    const values = apply(argument(operator, "transform", at), [value], exiting(link), "values");
    const type = operator.element.kind === "tuple" ? operator.element.elements[1] : undefined;
    const name = hint.parts?.[1] || null;
    const list = type === undefined ? values.whole().doc : listOf(values, type, at);
    emitInner(link, list, type ?? operator.element, { name, parts: null }, (one) => tupleOf([key, one]));
  },
};
