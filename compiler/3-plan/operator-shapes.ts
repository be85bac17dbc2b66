import type { Declaration } from "../declaration.ts";
import type { StreamOperator } from "./plan.ts";

/** How a stream's operator takes its input in, which decides where loops begin and end. */
export interface OperatorShape {
  readonly reads: StreamOperator["reads"];
  /** The parameter that says how often it has a batch; null when it follows its input. */
  readonly slide: string | null;
}

const EACH: OperatorShape = { reads: "each", slide: null };
const BATCH: OperatorShape = { reads: "batch", slide: null };
const WINDOW: OperatorShape = { reads: "window", slide: "slide" };

/** The operators that the emitter writes itself: those declared without a module. */
const SHAPES: ReadonlyMap<string, OperatorShape> = new Map([
  ["map", EACH],
  ["filter", EACH],
  ["flatMap", EACH],
  ["mapValues", EACH],
  ["flatMapValues", EACH],
  ["events", EACH],
  ["union", BATCH],
  ["count", BATCH],
  ["countByValue", BATCH],
  ["reduce", BATCH],
  ["reduceByKey", BATCH],
  ["groupByKey", BATCH],
  ["top", BATCH],
  ["window", WINDOW],
  ["reduceByKeyAndWindow", WINDOW],
]);

/** The shape of a declared operator; one with a module of its own gets whole batches. */
export function shapeOf(declaration: Declaration): OperatorShape {
  return (declaration.from === null ? SHAPES.get(declaration.name) : undefined) ?? BATCH;
}
