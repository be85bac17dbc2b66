import type { Link } from "./chain.ts";
import { emitFilter } from "./filter.ts";
import { emitFlatMap, emitFlatMapValues } from "./flat-map.ts";
import { emitMap } from "./map.ts";
import { emitMapValues } from "./map-values.ts";

/** The operators that take one element at a time and keep nothing. */
export const EACH: Readonly<Record<string, (link: Link) => void>> = {
  map: emitMap,
  filter: emitFilter,
  flatMap: emitFlatMap,
  mapValues: emitMapValues,
  flatMapValues: emitFlatMapValues,
};
