/** What windows have, as Spark's operations of these names do, run through compiled programs. */
import { expectBatches, type StreamCase } from "../../support/expect-batches.ts";

const pairs = { pairs: ["(string, int)", '[[("a", 1), ("b", 2)], [("a", 3)], [("b", -2)], [], []]'] } as const;
const words = { words: ["string", '[[], ["x", "y"], ["x"], [], [], ["z"]]'] } as const;

describe("of a window", function () {
  this.timeout(60_000);

  const rows: readonly (readonly [what: string, given: StreamCase["given"], result: string, expected: string])[] = [
    [
      "reduceByKeyAndWindow lists what has values in the window, with an inverse",
      pairs,
      "pairs.reduceByKeyAndWindow((a, b) => a + b, window: 2s, inverse: (total, leaving) => total - leaving)",
      '[[("a", 1), ("b", 2)], [("a", 4), ("b", 2)], [("a", 3), ("b", -2)], [("b", -2)], []]',
    ],
    [
      "reduceByKeyAndWindow keeps a key whose values cancel out, unless its filter says otherwise",
      pairs,
      "pairs.reduceByKeyAndWindow((a, b) => a + b, window: 3s)",
      '[[("a", 1), ("b", 2)], [("a", 4), ("b", 2)], [("a", 4), ("b", 0)], [("a", 3), ("b", -2)], [("b", -2)]]',
    ],
    [
      "reduceByKeyAndWindow filters what comes out, and keeps it",
      pairs,
      "pairs.reduceByKeyAndWindow((a, b) => a + b, window: 3s, inverse: (a, b) => a - b, filter: (key, n) => n != 0)",
      '[[("a", 1), ("b", 2)], [("a", 4), ("b", 2)], [("a", 4)], [("a", 3), ("b", -2)], [("b", -2)]]',
    ],
    [
      "reduceByKeyAndWindow slides",
      pairs,
      "pairs.reduceByKeyAndWindow((a, b) => a + b, window: 4s, slide: 2s)",
      '[[("a", 4), ("b", 2)], [("a", 4), ("b", 0)]]',
    ],
    [
      "countByWindow has nothing before the first element, and 0 later",
      words,
      "words.countByWindow(2s)",
      "[[], [2], [3], [1], [0], [1]]",
    ],
    [
      "countByValueAndWindow does not list what has left",
      words,
      "words.countByValueAndWindow(2s)",
      '[[], [("x", 1), ("y", 1)], [("x", 2), ("y", 1)], [("x", 1)], [], [("z", 1)]]',
    ],
    [
      "countByValueAndWindow compares records by value",
      { records: ["{ a: int, b: string? }", "[[{ a: 1, b: null }], [{ b: null, a: 1 }], []]"] },
      "records.countByValueAndWindow(2s).map((record, n) => n)",
      "[[1], [2], [1]]",
    ],
    [
      "reduceByWindow gives nothing for an empty window, with an inverse as well",
      { numbers: ["int", "[[], [1, 5], [2], [], []]"] },
      "numbers.reduceByWindow((a, b) => a + b, window: 2s, inverse: (a, b) => a - b)",
      "[[], [6], [8], [2], []]",
    ],
    [
      "reduceByWindow merges without an inverse",
      { numbers: ["int", "[[], [1, 5], [2], [], []]"] },
      "numbers.reduceByWindow((a, b) => a.max(b), window: 2s)",
      "[[], [5], [5], [2], []]",
    ],
    [
      "groupByKeyAndWindow lists values as they came, and forgets keys",
      pairs,
      "pairs.groupByKeyAndWindow(2s)",
      '[[("a", [1]), ("b", [2])], [("a", [1, 3]), ("b", [2])], [("a", [3]), ("b", [-2])], [("b", [-2])], []]',
    ],
    [
      "slice has batches of some time back, both ends included",
      words,
      "words.slice(from: 2s, to: 1s)",
      '[[], [], ["x", "y"], ["x", "y", "x"], ["x"], []]',
    ],
    [
      "slice reaches the batch of now",
      words,
      "words.slice(from: 1s)",
      '[[], ["x", "y"], ["x", "y", "x"], ["x"], [], ["z"]]',
    ],
    [
      "windows of windows repeat elements",
      words,
      "words.window(2s).window(2s).countByValue()",
      '[[], [("x", 1), ("y", 1)], [("x", 3), ("y", 2)], [("x", 3), ("y", 1)], [("x", 1)], [("z", 1)]]',
    ],
    [
      "windows end where the clocks of a zone say, and join with others that do",
      { numbers: ["int", "[[1], [2], [3]]"] },
      'numbers.countByWindow(1d, slide: 1d, zone: "Europe/Prague", offset: 6h).union(numbers.window(1d, slide: 1d, zone: "Europe/Prague", offset: 6h))',
      "[]",
    ],
  ];
  for (const [what, given, result, expected] of rows) it(what, () => expectBatches({ given, result, expected }));
});
