import { NO_HINT } from "../../../operators/name-hint.ts";
import type { ElementwiseEmitter } from "../../operator-emitter.ts";

/** `events()`: the loop over what the stream reads gives it whole events, and it passes them on. */
export const events: ElementwiseEmitter = {
  kind: "elementwise",
  hint: () => NO_HINT,
  emit: ({ element, at, leave, next }) => next(element, at, leave),
};
