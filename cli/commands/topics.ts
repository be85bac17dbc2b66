import { actionOf, defineCommand, UsageError } from "../command.ts";
import { exitStatus } from "../exit-status.ts";
import { runConsole } from "../topics/console.ts";
import { storeAddressOf, storeOptions, wholeNumber } from "../topics/store-options.ts";

const actions = ["create", "list", "describe", "delete"] as const;

/** `sluice topics`: what Kafka's `kafka-topics` does, on Kafka and on embedded topics. */
export const command = defineCommand({
  name: "topics",
  summary:
    "Creates, lists, describes and deletes topics of Kafka (--brokers), of a data directory, or of a .flow file.",
  positionals: "create|list|describe|delete [FILE] [TOPIC…]",
  options: {
    ...storeOptions,
    partitions: { value: "N", help: "create: how many; 1 unless given, or as FILE declares" },
    "replication-factor": { value: "N", help: "create: copies of each partition; 1 unless given, or as FILE declares" },
    config: { value: "name=value", multiple: true, help: "create: a setting of the topic by Kafka's name" },
    "if-not-exists": { help: "create: leave a topic that exists as it is" },
    "if-exists": { help: "delete: pass over a topic that does not exist" },
    json: { help: "list, describe: print JSON" },
  },
  elsewhere: {
    create: "here the action is a word: `sluice topics create TOPIC`",
    list: "here the action is a word: `sluice topics list`",
    describe: "here the action is a word: `sluice topics describe TOPIC`",
    delete: "here the action is a word: `sluice topics delete TOPIC`",
    topic: "here the topic is a word: `sluice topics create TOPIC`",
  },
  example: [
    "$ sluice topics create accesses --brokers localhost:9092 --partitions 3",
    "created topic accesses: 3 partitions",
    "$ sluice topics describe accesses --brokers localhost:9092",
    "accesses: 3 partitions",
    "  partition  first  next  leader  replicas  in sync",
    "          0      0     0       1         1        1",
    "          1      0     0       1         1        1",
    "          2      0     0       1         1        1",
  ].join("\n"),
  async run(values, [asked, ...positionals]) {
    const action = actionOf(asked, actions);
    const partitions = wholeNumber("partitions", values.partitions, 1);
    const replicationFactor = wholeNumber("replication-factor", values["replication-factor"], 1);
    const settings = Object.fromEntries(values.config.map(setting));
    const found = await storeAddressOf(values, positionals);
    if (found === null) return exitStatus.failed;
    const { address, rest: names } = found;
    if (names.length === 0 && (action === "create" || action === "delete")) throw new UsageError("a TOPIC is missing");
    if (names.length > 0 && action === "list") throw new UsageError("list takes no TOPIC; describe does");
    return await runConsole({
      command: "topics",
      request: {
        ...address,
        action,
        names,
        partitions,
        replicationFactor,
        settings,
        lenient: action === "create" ? values["if-not-exists"] : values["if-exists"],
        json: values.json,
      },
    });
  },
});

function setting(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new UsageError(`--config takes name=value, not "${text}"`);
  return [text.slice(0, at), text.slice(at + 1)];
}
