import type { StreamOperator } from "../../3-plan/plan.ts";
import { groupByKey, reduceByKey } from "./by-key.ts";
import { count, countByValue } from "./count.ts";
import { fromModule, top, union } from "./list.ts";
import { reduce } from "./reduce.ts";
import type { RestingOperator } from "./resting.ts";
import { reduceByKeyAndWindow, window } from "./window.ts";

const RESTING: Readonly<Record<string, RestingOperator>> = {
  count,
  countByValue,
  groupByKey,
  reduce,
  reduceByKey,
  reduceByKeyAndWindow,
  top,
  union,
  window,
};

/** How an operator that ends a loop is written. */
export function restingOperator(operator: StreamOperator): RestingOperator {
  const known = operator.builtIn === null ? fromModule : RESTING[operator.builtIn];
  if (known === undefined) throw new Error(`${operator.id} cannot be emitted`);
  return known;
}
