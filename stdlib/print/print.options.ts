// Generated from print.flow by `npm run generate`.

/**
 * Prints the first elements of every batch to standard output, in the layout of Spark's `print`. Where a program prints in
 * several places, the stream is named behind the time: `Time: 1413293121000 ms (wordCount)`.
 * In an agent, which has no batches, each body is one line.
 */
export interface PrintOptions {
  /** How many elements of a batch are shown; `...` stands for the rest. */
  readonly count?: number;
  /**
   * `"scala"` gives `Time: 1388534400000 ms` and `(hello,1)`, `"python"` what Spark's `pprint` gives:
   * `Time: 2014-01-01 00:00:00` (local time) and `('hello', 1)`.
   */
  readonly layout?: "scala" | "python";
}

export const printDefaults = {
  count: 10,
  layout: "scala",
} as const;
