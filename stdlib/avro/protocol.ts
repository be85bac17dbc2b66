/** AvroSourceProtocol, which agents of Flume speak with each other, and the handshake and calls of Avro RPC around it. */
import { createHash } from "node:crypto";
import type { Event } from "../../runtime/contract/event.ts";
import { AvroFault, type AvroReader } from "../support/avro/avro-reader.ts";
import type { AvroWriter } from "../support/avro/avro-writer.ts";
import { LEAST_EVENT, readEvent, writeEvent } from "../support/avro/flume-event.ts";

const EVENT = "org.apache.flume.source.avro.AvroFlumeEvent";

/** What this side says that it speaks. */
export const PROTOCOL_TEXT = JSON.stringify({
  protocol: "AvroSourceProtocol",
  namespace: "org.apache.flume.source.avro",
  types: [
    { type: "enum", name: "Status", symbols: ["OK", "FAILED", "UNKNOWN"] },
    {
      type: "record",
      name: "AvroFlumeEvent",
      fields: [
        { name: "headers", type: { type: "map", values: "string" } },
        { name: "body", type: "bytes" },
      ],
    },
  ],
  messages: {
    append: { request: [{ name: "event", type: "AvroFlumeEvent" }], response: "Status" },
    appendBatch: {
      request: [{ name: "events", type: { type: "array", items: "AvroFlumeEvent" } }],
      response: "Status",
    },
  },
});

/** MD5 of Flume's protocol as its clients send it in the handshake. */
export const PROTOCOL_HASH = createHash("md5").update(PROTOCOL_TEXT).digest();

/** Symbols of `Status` in the order in which they are numbered. */
export const STATUSES = ["OK", "FAILED", "UNKNOWN"] as const;

/** Whether a client that speaks `text` sends events as they are read here. Hashes say nothing: they cover comments, too. */
export function speaksTheSame(text: string): boolean {
  const record = typeNamed(text, "AvroFlumeEvent");
  const fields: unknown = record?.["fields"];
  if (!Array.isArray(fields) || fields.length !== 2) return false;
  const [headers, body] = fields;
  const { type } = headers ?? {};
  return (
    headers?.name === "headers" &&
    type?.type === "map" &&
    isType(type.values, "string") &&
    body?.name === "body" &&
    isType(body.type, "bytes")
  );
}

/** The symbols of `Status` as a server that speaks `text` numbers them; null where it has none. */
export function statusesOf(text: string): readonly string[] | null {
  const symbols: unknown = typeNamed(text, "Status")?.["symbols"];
  return Array.isArray(symbols) ? symbols.map(String) : null;
}

function typeNamed(text: string, name: string): Record<string, unknown> | undefined {
  try {
    const { types } = JSON.parse(text) as { types?: readonly Record<string, unknown>[] };
    return types?.find((type) => type["name"] === name || type["name"] === EVENT.replace("AvroFlumeEvent", name));
  } catch {
    return undefined;
  }
}

/** Java's own schemas say of a string how Java holds it: `{"type":"string","avro.java.string":"String"}`. */
function isType(type: unknown, name: string): boolean {
  return type === name || (typeof type === "object" && type !== null && (type as { type?: unknown }).type === name);
}

/** The events of a call of `append` or `appendBatch`. */
export function readEvents(reader: AvroReader, message: string, textOf: (bytes: Buffer) => string): Event<string>[] {
  const read = () => readEvent(reader, textOf);
  switch (message) {
    case "append":
      return [read()];
    case "appendBatch":
      return reader.items(LEAST_EVENT, read);
    default:
      throw new AvroFault(`there is no message ${message}`);
  }
}

/** A call of `appendBatch` without its handshake. */
export function writeBatch<T>(
  writer: AvroWriter,
  events: readonly Event<T>[],
  bytesOf: (body: T) => string | Uint8Array,
): void {
  // No metadata.
  writer.long(0).string("appendBatch");
  if (events.length > 0) writer.long(events.length);
  for (const one of events) writeEvent(writer, one, bytesOf);
  writer.long(0);
}
