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
    help: 'A stream is `stream name every 15s { let lines = socketText(host: "…", port: 9999) … -> print() }`. See docs/from-spark.md.',
  },
  {
    what: "Spark code in Scala or Java",
    pattern: /^[ \t]*import[ \t]+org\.apache\.spark\b.*$/dm,
    help: 'A stream is `stream name every 15s { let lines = socketText(host: "…", port: 9999) … -> print() }`. See docs/from-spark.md.',
  },
  {
    what: "Java code",
    pattern: /^[ \t]*public[ \t]+(?:(?:static|final|abstract)[ \t]+)*class[ \t]+\w+.*$/dm,
    help: "A program is declarations, and `sluice run FILE` starts every agent and stream: `agent a1 { netcat(port: 44444) -> memory() -> logger() }`.",
  },
  {
    what: "Scala code",
    pattern: /^[ \t]*object[ \t]+\w+[ \t]*(?:extends[ \t]+\w+[ \t]*)?[{:].*$/dm,
    help: "A program is declarations, and `sluice run FILE` starts every agent and stream: `agent a1 { netcat(port: 44444) -> memory() -> logger() }`.",
  },
  {
    what: "Python code",
    pattern: /^if[ \t]+__name__[ \t]*==.*$/dm,
    help: "A program is declarations, and `sluice run FILE` starts every agent and stream: `agent a1 { netcat(port: 44444) -> memory() -> logger() }`.",
  },
  {
    what: "a Logstash pipeline",
    pattern: /^[ \t]*(?:input|filter|output)[ \t]*\{[ \t]*$/dm,
    help: "Inputs are sources, filters are operators on the wire, outputs are sinks: `agent a1 { taildir(files: […]) -> file() -> hdfs(path: …) }`.",
  },
  {
    what: "XML",
    pattern: /^\s*<[?!\w][^\n]*/d,
    help: "A program is declarations: `agent a1 { netcat(port: 44444) -> memory() -> logger() }`.",
  },
  {
    what: "JSON",
    pattern: /^\s*[{[]\s*(?:"[^"\n]*"\s*:|$|\{)/d,
    help: "A program is declarations: `agent a1 { netcat(port: 44444) -> memory() -> logger() }`.",
  },
  {
    what: "YAML",
    pattern: /^(?:---[ \t]*|[\w-]+:[ \t]*(?:\n[ \t]+(?:-[ \t]|[\w-]+:).*)?)$/dm,
    help: "A program is declarations, with braces and not by indentation: `agent a1 { netcat(port: 44444) -> memory() -> logger() }`.",
  },
  {
    what: "TOML",
    pattern: /^\[+[\w.-]+\]+[ \t]*$/dm,
    help: "A program is declarations: `agent a1 { netcat(port: 44444) -> memory() -> logger() }`.",
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
