import { apply, argument, exiting } from "../../../operators/chain.ts";
import { hintOfLambda } from "../../../operators/name-hint.ts";
import type { ElementwiseEmitter } from "../../operator-emitter.ts";

/** `map(x => …)`: on an agent's wire the new body, the headers stay. */
export const map: ElementwiseEmitter = {
  kind: "elementwise",
  hint: (operator, module) => hintOfLambda(module.checked, argument(operator, "transform", { module })),
  emit(link) {
    const { operator, element, at, leave, side, hint } = link;
    const fn = argument(operator, "transform", at);
    const body = apply(fn, [side.argument(element)], exiting(link), hint.name ?? "value");
    link.next(side.withBody(element, body), at, leave);
  },
};
