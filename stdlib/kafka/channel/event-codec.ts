import { jsonCodec } from "../../../runtime/codec/json.ts";
import { encoderOf } from "../../../runtime/codec/json-encode.ts";
import { textCodec } from "../../../runtime/codec/text.ts";
import type { Declared } from "../../../runtime/contract/context.ts";
import { type Event, event, type HeaderEntry, type Headers, NO_HEADERS } from "../../../runtime/contract/event.ts";
import { Failure, type Fallible } from "../../../runtime/contract/failure.ts";
import { messageOf } from "../../../runtime/contract/message-of.ts";
import { fromBytes } from "../../../runtime/value/byte-text.ts";
import { originalOf, READER_HEADERS, recordHeaders, withOriginal } from "../../../runtime/value/headers.ts";
import { AvroReader } from "../../support/avro/avro-reader.ts";
import { AvroWriter } from "../../support/avro/avro-writer.ts";
import { readEvent, writeEvent } from "../../support/avro/flume-event.ts";
import { RecordHeaders } from "../record-headers.ts";

/** Events of a channel as the records that keep them. */
export interface EventCodec<T> {
  /** What a topic of bytes is given. */
  encode(event: Event<T>): Event<Uint8Array>;
  /** The event that a record of that topic is, with the headers that it had. */
  decode(record: Event<Uint8Array>): Fallible<Event<T>>;
}

interface BodyBytes<T> {
  encode(body: T): string | Uint8Array;
  decode(bytes: Buffer): Fallible<T>;
}

/**
 * How a channel writes its events. With `isFlumeEvent` the value of a record is Flume's AvroFlumeEvent, bare, as Flume's
 * Kafka channel has it with `parseAsFlumeEvent`; else it is the body, and the headers are the record's.
 */
export function eventCodec<T>(declared: Declared, isFlumeEvent: boolean): EventCodec<T> {
  const body = bodyBytes<T>(declared);
  return isFlumeEvent ? flumeEvents(body) : plainEvents(body);
}

function bodyBytes<T>(declared: Declared): BodyBytes<T> {
  const { element } = declared;
  if (element.kind === "bytes") return asTheyAre as BodyBytes<unknown> as BodyBytes<T>;
  const codec = element.kind === "string" ? textCodec<T>(element) : jsonCodec<T>(element, encoderOf(declared));
  return { encode: (value) => codec.encode(value), decode: (bytes) => codec.decode(bytes.toString()) };
}

const asTheyAre: BodyBytes<Uint8Array> = { encode: (body) => body, decode: (bytes) => bytes };

function flumeEvents<T>(body: BodyBytes<T>): EventCodec<T> {
  return {
    encode(one) {
      const writer = new AvroWriter();
      writeEvent(writer, one, (value) => body.encode(value));
      const { original } = one.headers;
      const key = one.headers.get("key");
      if (key === undefined && original === undefined) return event(writer.written());
      // What the map of Flume's event cannot hold stands in the headers of the record, as it came.
      const own = (original ?? []).flatMap(([name, value]): [string, string][] =>
        value === null ? [] : [[name, value]],
      );
      const kept = new Map(own.filter(([name]) => !READER_HEADERS.has(name)));
      if (key !== undefined) kept.set("key", key);
      return event(writer.written(), withOriginal(kept, original));
    },
    decode(record) {
      let read: Event<Fallible<T>>;
      try {
        read = readEvent(new AvroReader(bufferOf(record.body)), (bytes) => body.decode(bytes));
      } catch (error) {
        return new Failure(`not an event of Flume: ${messageOf(error)}`);
      }
      const { original } = record.headers;
      return decoded(read.body, original === undefined ? read.headers : withOriginal(new Map(read.headers), original));
    },
  };
}

function plainEvents<T>(body: BodyBytes<T>): EventCodec<T> {
  return {
    encode({ body: value, headers }) {
      const bytes = body.encode(value);
      return event(typeof bytes === "string" ? Buffer.from(bytes) : bytes, forRecord(headers));
    },
    decode(record) {
      return decoded(body.decode(bufferOf(record.body)), fromRecord(record.headers));
    },
  };
}

/**
 * A topic leaves out what its readers set; a channel gives its events back with all of their headers. Those that a reader
 * has set come last, behind any of the same name that a record has had itself.
 */
function forRecord(headers: Headers): Headers {
  if (headers.size === 0 && headers.original === undefined) return NO_HEADERS;
  const set = [...headers].filter(([name]) => READER_HEADERS.has(name) && name !== "key");
  const entries: readonly HeaderEntry[] = [...recordHeaders(headers), ...set];
  const last = entries.flatMap(([name, value]): [string, string][] => (value === null ? [] : [[name, value]]));
  const kept = new Map(last.filter(([name]) => !READER_HEADERS.has(name)));
  const key = headers.get("key");
  if (key !== undefined) kept.set("key", key);
  return withOriginal(kept, entries);
}

function fromRecord(headers: Headers): Headers {
  if (!(headers instanceof RecordHeaders)) return headers;
  const { key, headers: stored } = headers.record;
  if (key === null && stored.length === 0) return NO_HEADERS;
  const entries = stored.map(([name, value]): HeaderEntry => [name, value === null ? null : fromBytes(value)]);
  const all = new Map<string, string>();
  const set = new Map<string, number>();
  for (const [index, [name, value]] of entries.entries()) {
    if (value !== null) all.set(name, value);
    if (READER_HEADERS.has(name)) set.set(name, index);
  }
  all.delete("key");
  if (key !== null) all.set("key", fromBytes(key));
  return withOriginal(all, originalOf(entries.filter(([name], index) => name === "key" || set.get(name) !== index)));
}

function decoded<T>(body: Fallible<T>, headers: Headers): Fallible<Event<T>> {
  return body instanceof Failure ? body : event(body, headers);
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
