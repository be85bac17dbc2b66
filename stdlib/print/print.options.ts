// Generated from print.flow by `npm run generate`.

/**
 * Prints the first elements of every batch to standard output, in the layout of Spark's `pprint`. Where a program prints in
 * several places, the stream is named behind the time: `Time: 2014-10-14 15:25:21 (wordCount)`.
 * In an agent, which has no batches, each body is one line.
 */
export interface PrintOptions {
  /** How many elements of a batch are shown; `...` stands for the rest. */
  readonly count?: number;
  /**
   * `"python"` gives `Time: 2014-10-14 15:25:21` (local time) and `('hello', 1)`, as `pprint` of Spark does; `"scala"` what
   * its `print` gives: `Time: 1413293121000 ms` and `(hello,1)`.
   */
  readonly layout?: "python" | "scala";
}

export const printDefaults = {
  count: 10,
  layout: "python",
} as const;
