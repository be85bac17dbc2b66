import { type Event, event, type Headers, NO_HEADERS } from "../../../runtime/contract/event.ts";
import { fromBytes, toBytes } from "../../../runtime/value/byte-text.ts";
import type { AvroReader } from "./avro-reader.ts";
import type { AvroWriter } from "./avro-writer.ts";

/** The least that an event takes, in bytes: no headers, no body. */
export const LEAST_EVENT = 2;

/**
 * Reads Flume's record AvroFlumeEvent: a map of headers, and bytes, of which `bodyOf` makes the body. A header that is no
 * UTF-8 stands for the bytes that it has (`fromBytes`).
 */
export function readEvent<T>(reader: AvroReader, bodyOf: (bytes: Buffer) => T): Event<T> {
  let headers: Map<string, string> | null = null;
  reader.items(LEAST_EVENT, () => {
    headers ??= new Map();
    headers.set(reader.string(), fromBytes(reader.bytes()));
  });
  return event(bodyOf(reader.bytes()), headers ?? NO_HEADERS);
}

/** Writes Flume's record AvroFlumeEvent. */
export function writeEvent<T>(
  writer: AvroWriter,
  { headers, body }: { readonly headers: Headers; readonly body: T },
  bytesOf: (body: T) => string | Uint8Array,
): void {
  if (headers.size > 0) {
    writer.long(headers.size);
    for (const [name, text] of headers) {
      writer.string(name);
      writeText(writer, toBytes(text));
    }
  }
  writer.long(0);
  writeText(writer, bytesOf(body));
}

/** A string of Avro's, or bytes, which look the same. */
function writeText(writer: AvroWriter, content: string | Uint8Array): void {
  if (typeof content === "string") writer.string(content);
  else writer.bytes(content);
}
