import type { Declaration } from "../model/declaration.ts";
import type { StreamOperator } from "./plan.ts";

/** How an operator of a stream takes its input in, which decides where loops begin and end. */
export function shapeOf({ windowed, blocking, elementwise, from }: Declaration): StreamOperator["shape"] {
  if (windowed !== null) return "windowed";
  // A module is given whole batches.
  return elementwise && !blocking && from === null ? "elementwise" : "blocking";
}
