/** Whole batches, as Spark's operations of these names take them, run through compiled programs. */
import { expectBatches, type StreamCase } from "../../support/expect-batches.ts";

const numbers = { numbers: ["int", "[[3, 1, 2], [], [5]]"] } as const;

describe("of whole batches", function () {
  this.timeout(60_000);

  const rows: readonly (readonly [what: string, given: StreamCase["given"], result: string, expected: string])[] = [
    [
      "transform has the batch as an array, also an empty one",
      numbers,
      "numbers.transform(batch => [batch.length, batch.reduce((a, b) => a + b, 0)])",
      "[[3, 6], [0, 0], [1, 5]]",
    ],
    [
      "transform is given the time of the batch",
      numbers,
      'numbers.transform((batch, time) => batch.map(n => ("k", time))).mapWithState((key, time, state: int?, now) => (null, time == now))',
      "[[true, true, true], [], [true]]",
    ],
    [
      "transform stands behind a window and an operator",
      numbers,
      "numbers.map(n => n * 10).window(2s).transform(batch => [batch.length])",
      "[[3], [3], [1]]",
    ],
    [
      "glom is a transform into one array",
      numbers,
      "numbers.transform(batch => [batch])",
      "[[[3, 1, 2]], [[]], [[5]]]",
    ],
    [
      "transformWith has the two batches of one time",
      { ...numbers, others: ["int", "[[2], [7], []]"] },
      "numbers.transformWith(others, (batch, there) => batch.filter(n => !there.contains(n)).concat([there.length]))",
      "[[3, 1, 1], [1], [5, 0]]",
    ],
    [
      "transformWith meets itself, and is given the time of the batch",
      numbers,
      'numbers.transformWith(numbers, (a, b, time) => a.map(n => ("k", time)).concat(b.map(n => ("k", time)))).mapWithState((key, time, state: int?, now) => (null, time == now))',
      "[[true, true, true, true, true, true], [], [true, true]]",
    ],
  ];
  for (const [what, given, result, expected] of rows) it(what, () => expectBatches({ given, result, expected }));
});
