/** What tutorials of Spark do to a stream in an operator of its own. */
const SPARK: Readonly<Record<string, string>> = {
  countByWindow: "Write `.window(1m).count()`.",
  countByValueAndWindow: "Write `.window(1m).countByValue()`.",
  groupByKeyAndWindow: "Write `.window(1m).groupByKey()`.",
  reduceByWindow: "Write `.window(1m).reduce((a, b) => …)`.",
  keys: "Write `.map((key, value) => key)`.",
  values: "Write `.map((key, value) => value)`.",
  countByKey: "Write `.map((key, value) => key).countByValue()`.",
  distinct: "Write `.countByValue().map((value, n) => value)`.",
  filterNot: "Write `.filter(x => !(…))`.",
  groupBy: "Pair each first: `.map(x => (…, x)).groupByKey()`.",
  aggregateByKey: "Write `.mapValues(value => …).reduceByKey((a, b) => …)`.",
  combineByKey: "Write `.mapValues(value => …).reduceByKey((a, b) => …)`.",
  foldByKey: "Write `.reduceByKey((a, b) => …)`.",
  sum: "Write `.reduce((a, b) => a + b)`.",
  max: "Write `.reduce((a, b) => a.max(b))`.",
  min: "Write `.reduce((a, b) => a.min(b))`.",
  sortBy: "The elements of a batch have no order; the largest are `.top(10, by: x => …)`.",
  sortByKey: "The elements of a batch have no order; the largest are `.top(10, by: (key, value) => …)`.",
  take: "The elements of a batch have no order; the largest are `.top(10, by: x => …)`.",
  limit: "The elements of a batch have no order; the largest are `.top(10, by: x => …)`.",
  join: "Bring both to one type, and then together: `.union(other).groupByKey()`.",
  cogroup: "Bring both to one type, and then together: `.union(other).groupByKey()`.",
  cache: "Leave it out: a `let` is computed once a batch, however many things read it.",
  persist: "Leave it out: a `let` is computed once a batch, however many things read it.",
  repartition: "Leave it out: a stream takes its batches in one piece; partitions are a topic's.",
  transform: "Leave it out, and write the operators.",
  foreachRDD: "A stream ends in a sink: `… -> print()`. One of your own is an `extern sink`.",
  foreach: "A stream ends in a sink: `… -> print()`. One of your own is an `extern sink`.",
  print: "A stream ends in a sink: `… -> print()`.",
  pprint: "A stream ends in a sink: `… -> print()`.",
  saveAsTextFiles: 'A stream ends in a sink: `… -> files("directory")`, `… -> hdfs(path: …)`.',
};

/** What to do instead of an operator of Spark's that is none here. */
export function sparkIdiom(name: string): string | null {
  return Object.hasOwn(SPARK, name) ? (SPARK[name] ?? null) : null;
}
