/** `docs/from-spark.md`: operations of Spark Streaming, from what the library declares and what the checker advises. */
import { sparkIdioms } from "../../compiler/2-check/value/stream-idioms.ts";
import { referenceOf } from "../../compiler/report/reference.ts";
import type { DeclarationFile } from "./reference.ts";

/** The page by its path. */
export function fromSparkPage(declared: readonly DeclarationFile[]): ReadonlyMap<string, string> {
  const rows = new Map<string, string>();
  for (const { tree, text } of declared) {
    for (const decl of tree.declarations) {
      if (decl.kind !== "ExternDecl" || decl.externKind !== "operator") continue;
      const entry = referenceOf(tree, text).find(({ name }) => name === decl.name.text);
      const isStream =
        decl.receiver !== null && text.slice(decl.receiver.span.start, decl.receiver.span.end).startsWith("DStream");
      const summary = (entry?.doc ?? []).join(" ");
      if (isStream) rows.set(decl.name.text, `the same: \`.${decl.name.text}(…)\`. ${firstSentence(summary)}`);
    }
  }
  for (const [name, advice] of Object.entries(sparkIdioms))
    if (!rows.has(name) && !advice.startsWith("A stream has bodies")) rows.set(name, advice);
  const table = [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, here]) => `| \`${name}\` | ${here.replaceAll("|", "\\|")} |`);
  return new Map([["docs/from-spark.md", `${HEAD}\n${table.join("\n")}\n`]]);
}

function firstSentence(text: string): string {
  return /^.*?[.:](?= |$)/.exec(text)?.[0].replace(/:$/, ".") ?? text;
}

const HEAD = `<!-- Generated from the declarations and from the checker's advice by \`npm run generate\`. -->

# From Spark Streaming

A program of Spark Streaming is a \`stream\`: the interval of the \`StreamingContext\` is \`every\`, each \`DStream\` a \`let\`, and
an output an arrow to a sink.

\`\`\`python
ssc = StreamingContext(sc, 15)
lines = ssc.socketTextStream("localhost", 19999)
words = lines.flatMap(lambda line: line.split(" "))
counts = words.map(lambda word: (word, 1)).reduceByKey(lambda x, y: x + y)
counts.pprint()
ssc.start()
ssc.awaitTermination()
\`\`\`

\`\`\`flow
stream wordCount every 15s {
  let lines  = socketText(host: "localhost", port: 19999)
  let words  = lines.flatMap(line => line.split(" "))
  let counts = words.map(word => (word, 1)).reduceByKey((x, y) => x + y)

  counts -> print()
}
\`\`\`

| Spark | here |
|---|---|
| \`SparkConf\`, \`SparkContext\`, \`setMaster\` | nothing: a program is one process |
| \`StreamingContext(sc, 15)\` | \`stream name every 15s { … }\` |
| \`ssc.start()\`, \`awaitTermination()\` | \`sluice run FILE\`; Ctrl-C drains |
| \`socketTextStream(host, port)\` | \`socketText(host: …, port: …)\` |
| \`textFileStream(dir)\` | \`spooldir("dir")\`, which reads whole files; \`taildir(files: ["dir/.*"])\` where files grow |
| \`KafkaUtils.createDirectStream\` | \`topic name: T = kafka(brokers: …)\`, and its name in the stream |
| \`ssc.checkpoint(dir)\` | \`--data-dir DIR\`; state is kept there without being asked for |
| a checkpoint that a changed program cannot read | state has types: [what fits is taken over](edits.md), anything else stops the start; \`sluice diff OLD NEW\` tells before |
| \`spark.streaming.backpressure.enabled\` | \`backpressure\` in the head of the stream |
| \`spark.streaming.receiver.maxRate\`, \`spark.streaming.kafka.maxRatePerPartition\` | \`maxRate 1000\`, \`maxRatePerPartition 1000\` in the head of the stream |
| \`Trigger.AvailableNow\` | \`sluice run FILE --until-caught-up\` |
| \`queueStream\`, for tests | \`given topic = [[…], […]]\` in a \`test\` |
| \`lambda x: …\`, \`_ + _\` | \`x => …\`, \`(a, b) => a + b\` |
| an RDD | the batch as an array, in \`transform\` and \`transformWith\` |
| \`foreachRDD\` | a sink; one of your own is an \`extern sink\` |
| \`spark-submit\` | \`sluice run FILE\`, or \`sluice build\` and \`node FILE.mjs\` |

Batch times, windows and what happens when a batch takes too long are as in Spark: windows cover (t - length, t], batches
queue in order, unless the stream says \`overrun merge\`. Elements of a batch have no order, except after \`top\` and \`sortBy\`.

## Operations

| \`DStream\` | here |
|---|---|`;
