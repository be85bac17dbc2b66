import type { Habit } from "./habit.ts";

/** Properties of Kafka's clients and tools that have another name here. */
const RENAMED: Readonly<Record<string, string>> = {
  "bootstrap.servers": "brokers",
  "bootstrap-server": "brokers",
  "broker-list": "brokers",
  "metadata.broker.list": "brokers",
  "compression.type": "compression",
  "client.id": "clientId",
  "batch.size": "batchSize",
};

/** Those that are called otherwise in the form of an option, too: `bootstrapServers`. */
const RENAMED_OPTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries(RENAMED)
    .map(([name, here]): [string, string] => [camel(name), here])
    .filter(([name, here]) => name !== here),
);

/** Names of properties and lists as configuration files write them: with points, hyphens and dashes. */
export const PROPERTY_HABITS: readonly Habit[] = [
  {
    language: "Kafka",
    pattern: /(?<=[(,]\s*)(?:group\.id|auto\.offset\.reset|group-id|from-beginning|enable\.auto\.commit)\s*[:=]\s*/dg,
    here: null,
    written: (part) => part(0).replace(/\s*[:=]\s*$/, ""),
    lacks: "setting for readers in the declaration of a topic",
    help: 'A reader says it where it reads: `topic.from("earliest", group: "g1") -> …`.',
  },
  {
    language: "Kafka",
    pattern: /(?<=[(,]\s*)(?!hdfs\.)([a-z]\w*(?:[.-][a-z]\w*)+)\s*[:=](?![:=])\s*/dg,
    here: (part) => `${RENAMED[part(1)] ?? camel(part(1))}: `,
  },
  {
    language: "Kafka",
    pattern: new RegExp(String.raw`(?<=[(,]\s*)(${[...RENAMED_OPTIONS.keys()].join("|")})\s*:\s*`, "dg"),
    here: (part) => `${RENAMED_OPTIONS.get(part(1))}: `,
    codes: ["FLOW2006"],
    checkerOnly: true,
  },
  {
    language: "Flume",
    pattern:
      /^[ \t]+[\w.]+\.(?:type|channels?|bind|port|command|capacity|(?:sources|channels|sinks)\.[\w.]+)[ \t]*=[^\n]*/dgm,
    here: null,
    written: (part) => part(0).trim(),
    lacks: "line for a property",
    spoils: true,
    help: "Options stand in the parentheses, `source r1 = netcat(port: 44444)`, and arrows say what goes where, `r1 -> c1 -> k1`.",
    inside: ["agent"],
  },
  {
    language: "YAML",
    pattern: /(?<=\w:[ \t]*)\n(?:[ \t]*-[ \t]+[^\n]+(?:\n|$))+/dg,
    here: (part) => ` [${part(0).trim().split("\n").map(item).join(", ")}],\n`,
    written: () => "- …",
    shown: (part) => `[${part(0).trim().split("\n").map(item).join(", ")}]`,
    codes: ["FLOW3001", "FLOW3007"],
    certain: false,
  },
  {
    language: "YAML",
    pattern: /^([ \t]+)(source|channel|sink)s?\s*:[ \t]*(?:\w+[ \t]*)?$/dgm,
    here: (part) => `${part(1)}${part(2)} name = component(option: value)`,
    written: (part) => part(0).trim(),
    certain: false,
    spoils: true,
    help: "What belongs to it stands in parentheses; indentation means nothing.",
    inside: ["agent"],
  },
];

/** `replicationFactor` of `replication-factor` and `replication.factor` */
function camel(name: string): string {
  return name.replace(/[.-](\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** `"/var/log/a"` of `- /var/log/a` */
function item(line: string): string {
  const value = line.trim().replace(/^-\s+/, "");
  return /^["'\d]|^(?:true|false)$/.test(value) ? value.replaceAll("'", '"') : JSON.stringify(value);
}
