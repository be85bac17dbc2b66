const HEADERS = "A stream has bodies. Headers are set on the wire of an agent:";

/** What tutorials of Spark do to a stream in an operator of its own. */
export const sparkIdioms: Readonly<Record<string, string>> = {
  keys: "Write `.map((key, value) => key)`.",
  values: "Write `.map((key, value) => value)`.",
  filterNot: "Write `.filter(x => !(…))`.",
  groupBy: "Pair each first: `.map(x => (…, x)).groupByKey()`.",
  avg: "Add and count at once: `.map(x => (x, 1)).reduce((a, b) => (a[0] + b[0], a[1] + b[1]))`, then divide.",
  mean: "Add and count at once: `.map(x => (x, 1)).reduce((a, b) => (a[0] + b[0], a[1] + b[1]))`, then divide.",
  countDistinct: "Write `.distinct().count()`.",
  keyBy: "Pair each: `.map(x => (…, x))`. What is by key takes pairs: `reduceByKey`, `mapWithState`, `process`.",
  withWatermark:
    "A window is of the batches that came in that time. By a time in the elements, make it a part of the key: `.map(x => (x.at.truncate(1m), 1))`.",
  aggregate: "By key it is `aggregateByKey`; of a whole batch, `.reduce((a, b) => …)`.",
  agg: "By key it is `aggregateByKey`; of a whole batch, `.reduce((a, b) => …)`.",
  sum: "Write `.reduce((a, b) => a + b)`.",
  max: "Write `.reduce((a, b) => a.max(b))`.",
  min: "Write `.reduce((a, b) => a.min(b))`.",
  sortByKey: "Write `.sortBy((key, value) => key)`, with `ascending: false` where the greatest come first.",
  take: "The largest are `.top(10, by: x => …)`; the first, `.zipWithIndex().filter((x, n) => n < 10)`.",
  limit: "The largest are `.top(10, by: x => …)`; the first, `.zipWithIndex().filter((x, n) => n < 10)`.",
  header: `${HEADERS} \`source.header("tenant", e => …) -> channel\`.`,
  timestamp: `${HEADERS} \`source.timestamp() -> channel\`.`,
  static: `${HEADERS} \`source.static("tenant", "acme") -> channel\`.`,
  host: `${HEADERS} \`source.host() -> channel\`.`,
  cache: "Leave it out: a `let` is computed once a batch, however many things read it.",
  persist: "Leave it out: a `let` is computed once a batch, however many things read it.",
  repartition: "Leave it out: a stream takes its batches in one piece; partitions are a topic's.",
  mapPartitions:
    "A batch is one piece here: `.transform(batch => …)` has all of it, or `.flatMap(x => …)` one element at a time.",
  mapPartitionsWithIndex:
    "A batch is one piece here: `.transform(batch => …)` has all of it, or `.flatMap(x => …)` one element at a time.",
  glom: "A batch is one piece here: `.transform(batch => [batch])` gives it as one array.",
  partitionBy: "Leave it out: a stream takes its batches in one piece; partitions are a topic's, by its `key`.",
  coalesce: "Leave it out: a stream takes its batches in one piece; partitions are a topic's.",
  batchTime:
    "Functions of `transform`, `updateStateByKey`, `mapWithState` and `process` are given the time of the batch: `.transform((batch, time) => …)`.",
  checkpoint: "Leave it out: what a stream keeps is in the data directory (`--data-dir`), with its positions.",
  remember: "Leave it out: `.slice(from: …, to: …)` keeps what it needs.",
  saveAsObjectFiles: 'A stream ends in a sink: `… -> files("directory", format: json)`, `… -> hdfs(path: …)`.',
  saveAsHadoopFiles: "A stream ends in a sink: `… -> hdfs(path: …)`.",
  foreachRDD: "A stream ends in a sink: `… -> print()`. One of your own is an `extern sink`.",
  foreach: "A stream ends in a sink: `… -> print()`. One of your own is an `extern sink`.",
  print: "A stream ends in a sink: `… -> print()`.",
  pprint: "A stream ends in a sink: `… -> print()`.",
  saveAsTextFiles:
    'A stream ends in a sink: `… -> files("directory", prefix: "counts", perBatch: true)` names as Spark does; `… -> hdfs(path: …)`.',
};

/** The same of Flink and Kafka Streams, where it is called otherwise. */
const otherIdioms: Readonly<Record<string, string>> = {
  average: "Add and count at once: `.map(x => (x, 1)).reduce((a, b) => (a[0] + b[0], a[1] + b[1]))`, then divide.",
  tumbling: "A window without overlap slides by its length: `.window(10s, slide: 10s)`.",
  tumblingWindow: "A window without overlap slides by its length: `.window(10s, slide: 10s)`.",
  windowedBy: "A window without overlap slides by its length: `.window(10s, slide: 10s)`.",
  timeWindow: "A window without overlap slides by its length: `.window(10s, slide: 10s)`.",
  selectKey: "Pair each: `.map(x => (…, x))`. What is by key takes pairs: `reduceByKey`, `mapWithState`, `process`.",
  assignTimestampsAndWatermarks:
    "A window is of the batches that came in that time. By a time in the elements, make it a part of the key: `.map(x => (x.at.truncate(1m), 1))`.",
  addSink: "A stream ends in a sink: `… -> print()`. One of your own is an `extern sink`.",
  sinkTo: "A stream ends in a sink: `… -> print()`. One of your own is an `extern sink`.",
  peek: "Send it to a second target: `… -> [print(), counts]`.",
  branch: "Write a `filter` for each: `let errors = hits.filter(hit => hit.status >= 500)`.",
  split: "Write a `filter` for each: `let errors = hits.filter(hit => hit.status >= 500)`.",
};

/** What to write instead of an operator of Spark, or of an engine like it, that does not exist here. */
export function streamIdiom(name: string): string | null {
  const idioms = Object.hasOwn(sparkIdioms, name) ? sparkIdioms : otherIdioms;
  return Object.hasOwn(idioms, name) ? (idioms[name] ?? null) : null;
}
