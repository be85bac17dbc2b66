/**
 * The operations of Spark Streaming's `DStream`, by the tables of its guide. Each has an example here that is run, or an
 * answer in `docs/from-spark.md` that says how it is done.
 */
export const SPARK_OPERATIONS = {
  elements: [
    "map",
    "flatMap",
    "filter",
    "mapPartitions",
    "mapPartitionsWithIndex",
    "glom",
    "repartition",
    "partitionBy",
    "union",
    "reduce",
    "count",
    "countByValue",
    "transform",
    "transformWith",
    "slice",
    "persist",
    "cache",
    "checkpoint",
  ],
  pairs: [
    "mapValues",
    "flatMapValues",
    "groupByKey",
    "reduceByKey",
    "combineByKey",
    "cogroup",
    "join",
    "leftOuterJoin",
    "rightOuterJoin",
    "fullOuterJoin",
  ],
  windows: [
    "window",
    "countByWindow",
    "reduceByWindow",
    "countByValueAndWindow",
    "groupByKeyAndWindow",
    "reduceByKeyAndWindow",
  ],
  state: ["updateStateByKey", "mapWithState", "stateSnapshots"],
  outputs: ["print", "pprint", "foreachRDD", "saveAsTextFiles", "saveAsObjectFiles", "saveAsHadoopFiles"],
} as const;

/** A stream that shows what an operation means, the empty batch included: what it is given, and what comes out. */
export interface Example {
  readonly result: string;
  readonly expected: string;
}

/** Batches that the examples are given. */
export const GIVEN = {
  words: ["string", '[["b a", "b"], [], ["a"], []]'],
  numbers: ["int", "[[3, 1], [], [4], []]"],
  pairs: ["(string, int)", '[[("a", 1), ("b", 2), ("a", 3)], [], [("b", 4)], []]'],
  others: ["(string, string)", '[[("a", "x"), ("c", "y")], [], [], [("b", "z")]]'],
} as const;

export const EXAMPLES: Readonly<Record<string, Example>> = {
  map: { result: "numbers.map(n => n + 1)", expected: "[[4, 2], [], [5], []]" },
  flatMap: { result: 'words.flatMap(w => w.split(" "))', expected: '[["b", "a", "b"], [], ["a"], []]' },
  filter: { result: "numbers.filter(n => n > 2)", expected: "[[3], [], [4], []]" },
  union: { result: "numbers.union(numbers)", expected: "[[3, 1, 3, 1], [], [4, 4], []]" },
  // Of an empty batch nothing, and neither 0 nor an error.
  reduce: { result: "numbers.reduce((a, b) => a + b)", expected: "[[4], [], [4], []]" },
  // Of an empty batch 0.
  count: { result: "numbers.count()", expected: "[[2], [0], [1], [0]]" },
  countByValue: {
    result: 'words.flatMap(w => w.split(" ")).countByValue()',
    expected: '[[("b", 2), ("a", 1)], [], [("a", 1)], []]',
  },
  transform: { result: "numbers.transform(all => [all.length])", expected: "[[2], [0], [1], [0]]" },
  transformWith: {
    result: "numbers.transformWith(words, (a, b) => [a.length + b.length])",
    expected: "[[4], [0], [2], [0]]",
  },
  // Both ends are included.
  slice: { result: "numbers.slice(from: 2s, to: 1s)", expected: "[[], [3, 1], [3, 1], [4]]" },
  mapValues: {
    result: "pairs.mapValues(n => n * 2)",
    expected: '[[("a", 2), ("b", 4), ("a", 6)], [], [("b", 8)], []]',
  },
  // A value of which nothing is made goes with its key.
  flatMapValues: {
    result: "pairs.flatMapValues(n => n == 2 ? [] : [n, n])",
    expected: '[[("a", 1), ("a", 1), ("a", 3), ("a", 3)], [], [("b", 4), ("b", 4)], []]',
  },
  groupByKey: { result: "pairs.groupByKey()", expected: '[[("a", [1, 3]), ("b", [2])], [], [("b", [4])], []]' },
  // A single value is not merged.
  reduceByKey: {
    result: "pairs.reduceByKey((a, b) => a * 10 + b)",
    expected: '[[("a", 13), ("b", 2)], [], [("b", 4)], []]',
  },
  combineByKey: {
    result: "pairs.combineByKey(n => [n], (all, n) => all.concat([n]))",
    expected: '[[("a", [1, 3]), ("b", [2])], [], [("b", [4])], []]',
  },
  // Every key of either side.
  cogroup: {
    result: "pairs.cogroup(others)",
    expected:
      '[[("a", ([1, 3], ["x"])), ("b", ([2], [])), ("c", ([], ["y"]))], [], [("b", ([4], []))], [("b", ([], ["z"]))]]',
  },
  // Only batches of the same time meet.
  join: { result: "pairs.join(others)", expected: '[[("a", (1, "x")), ("a", (3, "x"))], [], [], []]' },
  leftOuterJoin: {
    result: "pairs.leftOuterJoin(others)",
    expected: '[[("a", (1, "x")), ("a", (3, "x")), ("b", (2, null))], [], [("b", (4, null))], []]',
  },
  rightOuterJoin: {
    result: "pairs.rightOuterJoin(others)",
    expected: '[[("a", (1, "x")), ("a", (3, "x")), ("c", (null, "y"))], [], [], [("b", (null, "z"))]]',
  },
  fullOuterJoin: {
    result: "pairs.fullOuterJoin(others)",
    expected:
      '[[("a", (1, "x")), ("a", (3, "x")), ("b", (2, null)), ("c", (null, "y"))], [], [("b", (4, null))], [("b", (null, "z"))]]',
  },
  // The first windows are partial; windows without elements come out, empty.
  window: { result: "numbers.window(2s)", expected: "[[3, 1], [3, 1], [4], [4]]" },
  // Nothing before the first element ever, then 0 for an empty window.
  countByWindow: {
    result: 'others.filter((key, text) => text == "z").countByWindow(1s)',
    expected: "[[], [], [], [1]]",
  },
  reduceByWindow: {
    result: "numbers.reduceByWindow((a, b) => a + b, window: 1s, inverse: (a, b) => a - b)",
    expected: "[[4], [], [4], []]",
  },
  countByValueAndWindow: {
    result: 'words.flatMap(w => w.split(" ")).countByValueAndWindow(2s)',
    expected: '[[("b", 2), ("a", 1)], [("b", 2), ("a", 1)], [("a", 1)], [("a", 1)]]',
  },
  groupByKeyAndWindow: {
    result: "pairs.groupByKeyAndWindow(3s)",
    expected:
      '[[("a", [1, 3]), ("b", [2])], [("a", [1, 3]), ("b", [2])], [("a", [1, 3]), ("b", [2, 4])], [("b", [4])]]',
  },
  // A key whose values have left is gone, and one that a filter leaves out is still counted.
  reduceByKeyAndWindow: {
    result:
      "pairs.map((k, n) => (k, n == 2 ? 0 - 4 : n)).reduceByKeyAndWindow((a, b) => a + b, window: 3s, inverse: (a, b) => a - b, filter: (k, n) => n != 0)",
    expected: '[[("a", 4), ("b", -4)], [("a", 4), ("b", -4)], [("a", 4)], [("b", 4)]]',
  },
  // Every key in each batch, those without values too; null removes.
  updateStateByKey: {
    result:
      "pairs.updateStateByKey((values, sum: int?) => values.reduce((a, b) => a + b, sum else 0) > 5 ? null : values.reduce((a, b) => a + b, sum else 0))",
    expected: '[[("a", 4), ("b", 2)], [("a", 4), ("b", 2)], [("a", 4)], [("a", 4)]]',
  },
  // Once for each value, which sees what the one before it has left.
  mapWithState: {
    result: "pairs.mapWithState((key, n, sum: int?) => ((sum else 0) + n, (key, sum else 0)))",
    expected: '[[("a", 0), ("b", 0), ("a", 1)], [], [("b", 2)], []]',
  },
  // All states in each batch, initial ones from the first, without those that have timed out.
  stateSnapshots: {
    result:
      'pairs.mapWithState((key, n, sum: int?) => ((sum else 0) + n, key), initial: [("c", 9)], timeout: 1s).stateSnapshots()',
    expected: '[[("c", 9), ("a", 4), ("b", 2)], [("c", 9), ("a", 4), ("b", 2)], [("b", 6)], [("b", 6)]]',
  },
};
