/** Kafka's sources and sinks: a topic is declared at the top of the file, and read and written by its name. */
import type { ImportContext } from "./context.ts";
import { durationLiteral, textLiteral } from "./literals.ts";
import type { Described } from "./option-code.ts";
import type { Property } from "./read/properties.ts";
import { partsOf, textOfParts } from "./references.ts";

/** The topics that a source reads, as the starts of wires. Null for what cannot be written so, which is told. */
export function kafkaSource(context: ImportContext, described: Described): string[] | null {
  const { options, path, at } = described;
  const pattern = options.get("kafka.topics.regex");
  if (pattern !== undefined) {
    context.findings.add("unsupported", pattern, path, "topics are named one by one here, and not by a pattern");
    return null;
  }
  const topics = options.get("kafka.topics") ?? options.get("topic");
  if (topics === undefined) {
    context.findings.add("never ran", at, path, "`kafka.topics` is missing, so Flume drops the source");
    return null;
  }
  const group = options.get("kafka.consumer.group.id") ?? options.get("groupId");
  const start = options.get("kafka.consumer.auto.offset.reset")?.value === "earliest" ? "earliest" : "latest";
  const groupCode = code(context, group, "flume");
  tellRest(
    context,
    described,
    /^(kafka\.(topics|bootstrap\.servers)|topic|groupId|kafka\.consumer\.(group\.id|auto\.offset\.reset))$/,
  );
  return topics.value.split(/\s*,\s*/).map((topic) => {
    const name = context.topics.use(
      brokersOf(context, options),
      textOfParts(partsOf(topic, context.properties), context.params),
      topic,
      security(context, described),
    );
    return `${name}.from("${start}", group: ${groupCode})`;
  });
}

/** The name of the topic that a sink writes to. */
export function kafkaSink(context: ImportContext, described: Described): string {
  const { options, path } = described;
  const topic = options.get("kafka.topic") ?? options.get("topic");
  const acks = (options.get("kafka.producer.acks") ?? options.get("requiredAcks"))?.value ?? "1";
  const all = security(context, described);
  if (acks !== "all" && acks !== "-1" && !context.modern) all.set("acks", '"leader"');
  const compression = options.get("kafka.producer.compression.type");
  if (compression !== undefined) all.set("compression", textLiteral(compression.value));
  const override = options.get("allowTopicOverride");
  if (override?.value !== "false" && !context.modern) {
    const message =
      "Flume writes an event with a header `topic` to the topic of that name, also back to the one that it came from; here all go to this one";
    context.findings.add("changed", override ?? topic ?? described.at, path, message);
  }
  tellRest(
    context,
    described,
    /^(kafka\.(topic|bootstrap\.servers|producer\.(acks|compression\.type))|topic|brokerList|requiredAcks|allowTopicOverride)$/,
  );
  const name = topic?.value ?? "default-flume-topic";
  return context.topics.use(brokersOf(context, options), code(context, topic, name), name, all);
}

function brokersOf(context: ImportContext, options: ReadonlyMap<string, Property>): string {
  return code(context, options.get("kafka.bootstrap.servers") ?? options.get("brokerList"), "");
}

function code({ params, properties }: ImportContext, one: Property | undefined, fallback: string): string {
  return one === undefined ? textLiteral(fallback) : textOfParts(partsOf(one.value, properties), params);
}

/** Encryption and log-in, by the names that Kafka's own clients have for them. */
function security(context: ImportContext, { options, path }: Described): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, one] of options) {
    const name = /^kafka\.(?:consumer|producer)\.(.+)$/.exec(key)?.[1];
    if (name === "security.protocol" && /SSL/.test(one.value)) found.set("tls", "true");
    if (name === "sasl.mechanism") found.set("saslMechanism", textLiteral(one.value.toLowerCase()));
    if (name === "session.timeout.ms" && /^\d+$/.test(one.value)) {
      found.set("sessionTimeout", durationLiteral(Number(one.value)));
    }
    if (name === "sasl.jaas.config") {
      const user = /username="?([^"\s;]+)/.exec(one.value)?.[1];
      if (user !== undefined)
        found.set("username", textLiteral(user)).set("password", context.params.secret("kafka.password"));
      const message = "the password stood in the file as plain text; it comes from the environment now";
      context.findings.add("changed", one, path, message);
    }
  }
  return found;
}

function tellRest({ findings }: ImportContext, { options, path, keys }: Described, written: RegExp): void {
  const quiet =
    /^(type|channels?|interceptors.*|selector.*|kafka\.\w+\.(security\.protocol|sasl\..*|session\.timeout\.ms))$/;
  for (const [key, one] of options) {
    if (written.test(key) || quiet.test(key)) continue;
    const known = keys?.find(({ name }) => name === key);
    if (known?.fallback === one.value || (known === undefined && !key.includes("."))) continue;
    findings.add("changed", one, path, `a topic here has nothing like \`${key} = ${one.value}\``);
  }
}
