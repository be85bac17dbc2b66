// Made by `npm run generate` from the files of operators/.
import type { OperatorEmitter } from "./operator-emitter.ts";
import { countByValue } from "./operators/batch/count-by-value.ts";
import { count } from "./operators/batch/count.ts";
import { distinct } from "./operators/batch/distinct.ts";
import { reduce } from "./operators/batch/reduce.ts";
import { sample } from "./operators/batch/sample.ts";
import { sortBy } from "./operators/batch/sort-by.ts";
import { top } from "./operators/batch/top.ts";
import { transformWith } from "./operators/batch/transform-with.ts";
import { transform } from "./operators/batch/transform.ts";
import { union } from "./operators/batch/union.ts";
import { zipWithIndex } from "./operators/batch/zip-with-index.ts";
import { events } from "./operators/elementwise/events.ts";
import { filter } from "./operators/elementwise/filter.ts";
import { flatMapValues } from "./operators/elementwise/flat-map-values.ts";
import { flatMap } from "./operators/elementwise/flat-map.ts";
import { mapValues } from "./operators/elementwise/map-values.ts";
import { map } from "./operators/elementwise/map.ts";
import { cogroup } from "./operators/joins/cogroup.ts";
import { fullOuterJoin } from "./operators/joins/full-outer-join.ts";
import { join } from "./operators/joins/join.ts";
import { leftOuterJoin } from "./operators/joins/left-outer-join.ts";
import { rightOuterJoin } from "./operators/joins/right-outer-join.ts";
import { subtractByKey } from "./operators/joins/subtract-by-key.ts";
import { aggregateByKey } from "./operators/keyed/aggregate-by-key.ts";
import { combineByKey } from "./operators/keyed/combine-by-key.ts";
import { countByKey } from "./operators/keyed/count-by-key.ts";
import { groupByKey } from "./operators/keyed/group-by-key.ts";
import { reduceByKey } from "./operators/keyed/reduce-by-key.ts";
import { dedupe } from "./operators/stateful/dedupe.ts";
import { mapWithState } from "./operators/stateful/map-with-state.ts";
import { process } from "./operators/stateful/process.ts";
import { stateSnapshots } from "./operators/stateful/state-snapshots.ts";
import { updateStateByKey } from "./operators/stateful/update-state-by-key.ts";
import { countByValueAndWindow } from "./operators/windowed/count-by-value-and-window.ts";
import { countByWindow } from "./operators/windowed/count-by-window.ts";
import { groupByKeyAndWindow } from "./operators/windowed/group-by-key-and-window.ts";
import { reduceByKeyAndWindow } from "./operators/windowed/reduce-by-key-and-window.ts";
import { reduceByWindow } from "./operators/windowed/reduce-by-window.ts";
import { slice } from "./operators/windowed/slice.ts";
import { window } from "./operators/windowed/window.ts";

/** By the names that declarations have for them: `emitter reduceByKey`. */
export const OPERATOR_EMITTERS: ReadonlyMap<string, OperatorEmitter> = new Map<string, OperatorEmitter>([
  ["countByValue", countByValue],
  ["count", count],
  ["distinct", distinct],
  ["reduce", reduce],
  ["sample", sample],
  ["sortBy", sortBy],
  ["top", top],
  ["transformWith", transformWith],
  ["transform", transform],
  ["union", union],
  ["zipWithIndex", zipWithIndex],
  ["events", events],
  ["filter", filter],
  ["flatMapValues", flatMapValues],
  ["flatMap", flatMap],
  ["mapValues", mapValues],
  ["map", map],
  ["cogroup", cogroup],
  ["fullOuterJoin", fullOuterJoin],
  ["join", join],
  ["leftOuterJoin", leftOuterJoin],
  ["rightOuterJoin", rightOuterJoin],
  ["subtractByKey", subtractByKey],
  ["aggregateByKey", aggregateByKey],
  ["combineByKey", combineByKey],
  ["countByKey", countByKey],
  ["groupByKey", groupByKey],
  ["reduceByKey", reduceByKey],
  ["dedupe", dedupe],
  ["mapWithState", mapWithState],
  ["process", process],
  ["stateSnapshots", stateSnapshots],
  ["updateStateByKey", updateStateByKey],
  ["countByValueAndWindow", countByValueAndWindow],
  ["countByWindow", countByWindow],
  ["groupByKeyAndWindow", groupByKeyAndWindow],
  ["reduceByKeyAndWindow", reduceByKeyAndWindow],
  ["reduceByWindow", reduceByWindow],
  ["slice", slice],
  ["window", window],
]);
