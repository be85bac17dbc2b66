import { defineCommand } from "../command.ts";
import { exitStatus } from "../exit-status.ts";
import { runConsole } from "../topics/console.ts";
import { oneOf, onlyTopic, storeAddressOf, storeOptions, wholeNumber } from "../topics/store-options.ts";

/** `sluice produce`: what Kafka's console producer does, on Kafka and on embedded topics. */
export const command = defineCommand({
  name: "produce",
  summary: "Writes each line of standard input to a topic. A topic of a .flow file takes only what is of its type.",
  positionals: "[FILE] TOPIC",
  options: {
    ...storeOptions,
    "parse-key": { help: "lines are KEY, a separator and VALUE" },
    "key-separator": { value: "TEXT", help: "what is between key and value, a tab unless given; implies --parse-key" },
    "parse-headers": { help: "lines begin with name:value,name:value and a tab" },
    "null-marker": { value: "TEXT", help: "text of a value (or key) that stands for null" },
    "ignore-error": { help: "report lines that do not fit, and continue" },
    acks: { value: "WHO", help: "who must have a record: all (unless given) or leader" },
    compression: { value: "HOW", help: "none (unless given), gzip, snappy, lz4 or zstd" },
    "batch-size": { value: "N", help: "most records of one request; 1000 unless given" },
    json: { help: "print how many were written as JSON" },
  },
  elsewhere: {
    topic: "here the topic is a word: `sluice produce TOPIC`",
    property: "here it is `--parse-key`, `--key-separator TEXT`, `--parse-headers`, `--null-marker TEXT`",
    "producer-property": "here it is `--acks WHO`, `--compression HOW`, `--batch-size N`",
    sync: "a record counts as sent when the brokers have it, as `--acks` says",
  },
  example: [
    "$ printf '::1|GET /\\n::2|GET /a\\n' | sluice produce hits --brokers localhost:9092 --key-separator '|'",
    "2 records",
  ].join("\n"),
  async run(values, positionals) {
    const acks = oneOf("acks", values.acks, ["all", "leader"]);
    const compression = oneOf("compression", values.compression, ["none", "gzip", "snappy", "lz4", "zstd"]);
    const batchSize = wholeNumber("batch-size", values["batch-size"], 1) ?? 1000;
    const found = await storeAddressOf(values, positionals);
    if (found === null) return exitStatus.failed;
    return await runConsole({
      command: "produce",
      request: {
        ...found.address,
        topic: onlyTopic(found.rest),
        keySeparator: values["key-separator"] ?? (values["parse-key"] ? "\t" : null),
        headers: values["parse-headers"],
        nullMarker: values["null-marker"] ?? null,
        ignoreErrors: values["ignore-error"],
        acks,
        compression,
        batchSize,
        json: values.json,
      },
    });
  },
});
