/** A whole file, or a line, that is meant for another program. */
export interface ForeignText {
  /** What it is, for the message: "a Flume configuration". */
  readonly what: string;
  /** Found in the whole text, comments included; flags `m` and `d`. */
  readonly pattern: RegExp;
  readonly help: string;
  /** Is taken for a slip where the file has an agent of Sluice. */
  readonly unlessAgent?: boolean;
}

const START =
  "A program is declarations, and `sluice run FILE` starts every agent and stream: `agent a1 { netcat(port: 44444) -> memory() -> logger() }`.";
const DECLARATIONS = "A program is declarations: `agent a1 { netcat(port: 44444) -> memory() -> logger() }`.";
const STREAM =
  'A stream is `stream name every 15s { let lines = socketText(host: "…", port: 9999) … -> print() }`. See docs/from-spark.md.';
const STAGES =
  "Inputs are sources, filters are operators on the wire, outputs are sinks: `agent a1 { taildir(files: […]) -> file() -> hdfs(path: …) }`.";

/** Files of other tools and languages, by the first line that can only be theirs. */
export const FOREIGN_FILES: readonly ForeignText[] = [
  {
    what: "a Flume configuration",
    pattern: /^[ \t]*\w+\.(?:sources|channels|sinks|sinkgroups)(?:\.\w+)*[ \t]*=.*$/dm,
    unlessAgent: true,
    help: "Translate the file: `sluice import flume FILE`. docs/from-flume.md says how each property is written here.",
  },
  {
    what: "Spark code in Python",
    pattern: /^[ \t]*(?:from|import)[ \t]+pyspark\b.*$|^\w+\s*=\s*(?:StreamingContext|SparkContext)\(.*$/dm,
    help: STREAM,
  },
  {
    what: "Spark code in Scala or Java",
    pattern:
      /^[ \t]*import[ \t]+org\.apache\.spark\b.*$|^[ \t]*va[lr][ \t]+\w+.*\b(?:StreamingContext|SparkConf|SparkSession)\b.*$/dm,
    help: STREAM,
  },
  {
    what: "code for Flink",
    pattern:
      /^[ \t]*(?:from|import)[ \t]+(?:org\.apache\.flink|pyflink)\b.*$|^[ \t]*(?:final[ \t]+)?StreamExecutionEnvironment[ \t]+\w+.*$/dm,
    help: STREAM,
  },
  {
    what: "code for Kafka Streams",
    pattern:
      /^[ \t]*import[ \t]+org\.apache\.kafka\b.*$|^[ \t]*(?:final[ \t]+)?(?:KStream|KTable|GlobalKTable)<.*$|^[ \t]*(?:final[ \t]+)?StreamsBuilder[ \t]+\w+.*$/dm,
    help: "A topic is declared, and a stream reads it: `topic hits: string = kafka(brokers: …)`, `stream name every 1s { hits.map(hit => …) -> counts }`.",
  },
  {
    what: "code for Beam",
    pattern: /^[ \t]*(?:from|import)[ \t]+(?:apache_beam|org\.apache\.beam)\b.*$/dm,
    help: STREAM,
  },
  {
    what: "Java code",
    pattern: /^[ \t]*public[ \t]+(?:(?:static|final|abstract)[ \t]+)*class[ \t]+\w+.*$/dm,
    help: START,
  },
  {
    what: "Scala code",
    pattern: /^[ \t]*object[ \t]+\w+[ \t]*(?:extends[ \t]+\w+[ \t]*)?[{:].*$/dm,
    help: START,
  },
  {
    what: "Python code",
    pattern: /^if[ \t]+__name__[ \t]*==.*$/dm,
    help: START,
  },
  {
    what: "a Logstash pipeline",
    pattern: /^[ \t]*(?:input|filter|output)[ \t]*\{[ \t]*(?:$|\w+[ \t]*\{[^\n]*$)/dm,
    help: STAGES,
  },
  {
    what: "a configuration of Fluentd",
    pattern: /^<(?:source|match|filter|label)\b[^\n]*>[ \t]*$/dm,
    help: STAGES,
  },
  {
    what: "a configuration of Fluent Bit",
    pattern: /^\[(?:SERVICE|INPUT|FILTER|OUTPUT|PARSER)\][ \t]*$/dm,
    help: STAGES,
  },
  {
    what: "a configuration of Vector",
    pattern:
      /^\[(?:sources|transforms|sinks)\.[\w-]+\][ \t]*$|^(?:sources|transforms|sinks):[ \t]*(?=\n[ \t]+[\w-]+:)/dm,
    help: STAGES,
  },
  {
    what: "a configuration of Redpanda Connect",
    pattern: /^(?:input|output|pipeline):[ \t]*(?=\n[ \t]+[\w-]+:)/dm,
    help: STAGES,
  },
  {
    what: "XML",
    pattern: /^\s*<[?!\w][^\n]*/d,
    help: DECLARATIONS,
  },
  {
    what: "JSON",
    pattern: /^\s*[{[]\s*(?:"[^"\n]*"\s*:|$|\{)/d,
    help: DECLARATIONS,
  },
  {
    what: "YAML",
    pattern: /^(?:---[ \t]*|[\w-]+:[ \t]*(?:\n[ \t]+(?:-[ \t]|[\w-]+:).*)?)$/dm,
    help: "A program is declarations, with braces and not by indentation: `agent a1 { netcat(port: 44444) -> memory() -> logger() }`.",
  },
  {
    what: "TOML",
    pattern: /^\[+[\w.-]+\]+[ \t]*$/dm,
    help: DECLARATIONS,
  },
  {
    what: "a command of Flume",
    pattern: /^[ \t$]*(?:bin\/)?flume-ng\b.*$/dm,
    help: "Here it is `sluice run FILE --only AGENT`, in a shell.",
  },
  {
    what: "a command of Kafka",
    pattern: /^[ \t$]*(?:bin\/)?kafka-(?:topics|console-producer|console-consumer|consumer-groups)(?:\.sh)?\b.*$/dm,
    help: "Here it is `sluice topics`, `sluice produce` or `sluice consume`, in a shell. A program declares a topic: `topic words: string = kafka(brokers: …)`.",
  },
  {
    what: "a command for a shell",
    pattern:
      /^[ \t]*\$[ \t]+\w.*$|^[ \t]*(?:spark-submit|telnet|nc|hadoop|hdfs[ \t]+dfs|tail|cat|curl|docker|npx|npm|sluice)[ \t]+[\w./-].*$/dm,
    help: 'It belongs into a terminal. A source that runs a command is `exec(command: "tail -F access.log")`.',
  },
];
