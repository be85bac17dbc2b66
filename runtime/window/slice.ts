import type { Schema } from "../contract/schema.ts";
import { Window } from "./window.ts";

/** What a slice of a stream is made with. */
export interface SliceOptions {
  /** How far back the first batch lies, and the last, in ms. */
  readonly from: number;
  readonly to: number;
  /** Interval of the input, in ms. */
  readonly every: number;
  /** Type of the elements. */
  readonly element: Schema;
}

/** The elements of the batches in [t - from, t - to], in each batch: `slice`. */
export class Slice<T> extends Window<T> {
  constructor({ from, to, every, element }: SliceOptions) {
    // Nothing lies between where it ends before it begins.
    const delay = Math.min(to, from);
    super({ window: from - delay + every, slide: every, every, delay, element }, "slice");
  }
}
