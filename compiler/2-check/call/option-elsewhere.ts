/** Properties of Flume and Kafka components that have no option here, each with what to write instead. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  channel: "An arrow says it: `source -> channel -> sink`.",
  channels: "An arrow says it: `source -> channel -> sink`.",
  type: "The name before the parentheses says it: `netcat(…)`, `memory()`, `hdfs(…)`.",
  interceptors: "Interceptors are operators on the wire: `source.timestamp() -> channel`.",
  selector: "Arrows say it: `source -> [c1, c2]` copies, `source -> route …` chooses.",
  sinkgroups: "A group is a sink: `channel -> failover(k1, k2)`, `channel -> loadBalance(k1, k2)`.",
  dataDirs:
    "Events are kept below the data directory of the program (`--data-dir`), or in `directory` and `directories`.",
  checkpointDir: "There is no checkpoint: the log is all there is.",
  deserializer: "`recordStart` joins lines to records; what is in a line is read on the wire: `source.map(e => …)`.",
  serializer: "What is written is made on the wire: `source.map(e => …) -> channel`.",
  groupId: 'A reader says it where it reads: `topic.from("earliest", group: "g1") -> …`.',
  group: 'A reader says it where it reads: `topic.from("earliest", group: "g1") -> …`.',
  autoOffsetReset: 'A reader says it where it reads: `topic.from("earliest", group: "g1") -> …`.',
};

/** How an option of another tool is said here; null where that is not known. */
export function optionElsewhere(name: string): string | null {
  return Object.hasOwn(ELSEWHERE, name) ? (ELSEWHERE[name] ?? null) : null;
}
