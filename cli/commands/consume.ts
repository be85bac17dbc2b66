import { defineCommand, UsageError } from "../command.ts";
import { exitStatus } from "../exit-status.ts";
import { runConsole } from "../topics/console.ts";
import { onlyTopic, storeAddressOf, storeOptions, wholeNumber } from "../topics/store-options.ts";

const printed = ["timestamp", "partition", "offset", "headers", "key"] as const;

/** `sluice consume`: what Kafka's console consumer does, on Kafka and on embedded topics. */
export const command = defineCommand({
  name: "consume",
  summary: "Prints the records of a topic, as they are stored, until Ctrl-C.",
  positionals: "[FILE] TOPIC",
  options: {
    ...storeOptions,
    "from-beginning": { help: "from the first record that is kept, not from the end" },
    group: {
      value: "NAME",
      help: "read as a member of this group and commit what was printed; without it nothing is committed",
    },
    partition: { value: "N", help: "only this partition" },
    offset: { value: "WHERE", help: "where to begin in --partition: an offset, earliest or latest" },
    "max-messages": { value: "N", help: "end after so many" },
    timeout: { value: "DURATION", help: "end when nothing has come for so long: 500ms, 5s" },
    "print-key": { help: "print the key before the value" },
    "print-partition": { help: "print the partition" },
    "print-offset": { help: "print the offset" },
    "print-timestamp": { help: "print the time in ms since 1970" },
    "print-headers": { help: "print the headers" },
    "key-separator": { value: "TEXT", help: "what is between the parts of a line, a tab unless given" },
    json: { help: "print each record as an object of JSON" },
  },
  elsewhere: {
    topic: "here the topic is a word: `sluice consume TOPIC`",
    property: "here it is `--print-key`, `--print-headers`, `--print-timestamp`, `--key-separator TEXT`",
    "consumer-property": "here `--group NAME` joins a group, and `--from-beginning` begins at the first record",
  },
  example: [
    "$ sluice consume access.flow accesses --from-beginning --print-key --timeout 2s",
    '::1\t{"ip":"::1","at":"2026-01-01T00:00:00.000Z","path":"/","status":200,"bytes":null}',
    "1 record",
  ].join("\n"),
  async run(values, positionals) {
    const { group, offset, timeout } = values;
    const partition = wholeNumber("partition", values.partition, 0);
    const maxMessages = wholeNumber("max-messages", values["max-messages"], 1);
    if (offset !== undefined) {
      if (!/^(\d{1,19}|earliest|latest)$/.test(offset)) {
        throw new UsageError(`--offset takes an offset, earliest or latest, not "${offset}"`);
      }
      if (partition === null) throw new UsageError("--offset needs --partition");
      if (values["from-beginning"]) throw new UsageError("--offset and --from-beginning exclude each other");
    }
    if (group !== undefined && partition !== null) {
      throw new UsageError("--group shares out all partitions; it excludes --partition");
    }
    if (timeout !== undefined && !/^\d[\d_]*(\.\d+)?(ms|s|m|h|d)$/.test(timeout)) {
      throw new UsageError(`--timeout takes a duration such as 5s, not "${timeout}"`);
    }
    const found = await storeAddressOf(values, positionals);
    if (found === null) return exitStatus.failed;
    return await runConsole({
      command: "consume",
      request: {
        ...found.address,
        topic: onlyTopic(found.rest),
        fromBeginning: values["from-beginning"],
        group: group ?? null,
        partition,
        offset: offset ?? null,
        maxMessages,
        timeout: timeout ?? null,
        print: printed.filter((part) => values[`print-${part}`]),
        keySeparator: values["key-separator"] ?? "\t",
        json: values.json,
      },
    });
  },
});
