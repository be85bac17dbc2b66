import { tupleOf } from "../../../code.ts";
import { apply, argument, exiting } from "../../../operators/chain.ts";
import { hintOfValueLambda } from "../../../operators/name-hint.ts";
import { keyAndValue } from "../../../operators/pair.ts";
import type { ElementwiseEmitter } from "../../operator-emitter.ts";

/** `mapValues(v => …)` */
export const mapValues: ElementwiseEmitter = {
  kind: "elementwise",
  hint: (operator, module) => hintOfValueLambda(module.checked, argument(operator, "transform", { module })),
  emit(link) {
    const { operator, element, at, leave, hint } = link;
    const fn = argument(operator, "transform", at);
    const { parts } = hintOfValueLambda(at.module.checked, fn);
    const [key, value] = keyAndValue(element, operator.inputs[0].element, at, parts);
    const mapped = apply(fn, [value], exiting(link), hint.parts?.[1] || "value");
    link.next(tupleOf([key, mapped]), at, leave);
  },
};
