import type { ConsumeRequest, Printed } from "./request.ts";
import type { TopicRecord } from "./topic-store.ts";

/** The order in which Kafka's console consumer prints. */
const ORDER: readonly Printed[] = ["timestamp", "partition", "offset", "headers", "key"];

/** A record as Kafka's console consumer prints it with the same settings, or as JSON. */
export function recordLine(record: TopicRecord, { print, keySeparator, json, topic }: ConsumeRequest): string {
  if (json) return `${JSON.stringify({ topic, ...record, headers: Object.fromEntries(record.headers) })}\n`;
  const before = ORDER.filter((part) => print.includes(part)).map((part) => shown(record, part) + keySeparator);
  return `${before.join("")}${record.value ?? "null"}\n`;
}

function shown({ timestamp, partition, offset, headers, key }: TopicRecord, part: Printed): string {
  switch (part) {
    case "timestamp":
      return `CreateTime:${timestamp}`;
    case "partition":
      return `Partition:${partition}`;
    case "offset":
      return `Offset:${offset}`;
    case "headers":
      return headers.length === 0 ? "NO_HEADERS" : headers.map(([name, value]) => `${name}:${value}`).join(",");
    case "key":
      return key ?? "null";
  }
}
