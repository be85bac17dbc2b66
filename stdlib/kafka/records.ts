import type { Event } from "../../runtime/contract/event.ts";
import { Failure } from "../../runtime/contract/failure.ts";
import type { UndecodableRecord } from "../../runtime/topic/undecodable.ts";
import { toBytes } from "../../runtime/value/byte-text.ts";
import { recordHeaders } from "../../runtime/value/headers.ts";
import type { Chunk } from "./backlog.ts";
import type { BodyCodec } from "./body-codec.ts";
import type { FetchedBatch, NewRecord, RecordHeader, StoredRecord } from "./port.ts";
import { RecordHeaders } from "./record-headers.ts";

const none: NewRecord["headers"] = [];

/**
 * `event` as a record. Its key is `key`, or its header `key`; its time is its header `timestamp`, or left out. The
 * headers that say where it was read from are not written, the others are. What was read from a topic and left as it
 * was goes out in the same bytes.
 */
export function toRecord<T>({ body, headers }: Event<T>, key: string | null, codec: BodyCodec<T>): NewRecord {
  const value = codec.encode(body);
  const own = key === null ? null : toBytes(key);
  if (headers instanceof RecordHeaders) {
    const { record } = headers;
    return timed({ key: own ?? record.key, value, headers: record.headers }, record.timestamp);
  }
  if (headers.size === 0 && headers.original === undefined) return { key: own, value, headers: none };
  const kept = recordHeaders(headers).map(([name, text]): RecordHeader => [name, text === null ? null : toBytes(text)]);
  const given = headers.get("key");
  const record = { key: own ?? (given === undefined ? null : toBytes(given)), value, headers: kept };
  return timed(record, headers.get("timestamp"));
}

function timed(record: NewRecord, timestamp: string | undefined): NewRecord {
  return timestamp !== undefined && /^\d{1,15}$/.test(timestamp) ? { ...record, timestamp } : record;
}

const noValue = new Uint8Array(0);

/** The records of `batch` as events, and those that do not decode as they are. */
export function toChunk<T>(
  topic: string,
  batch: FetchedBatch,
  codec: BodyCodec<T>,
): { readonly chunk: Chunk<T>; readonly undecodable: readonly UndecodableRecord[] } {
  const partition = String(batch.partition);
  const events: Event<T>[] = [];
  const offsets: string[] = [];
  let bytes = 0;
  const undecodable: UndecodableRecord[] = [];
  for (const record of batch.records) {
    const body = codec.decode(record.value);
    if (body instanceof Failure) {
      const headers = new RecordHeaders(topic, partition, record);
      const { reason } = body;
      const { offset, value } = record;
      undecodable.push({ partition: batch.partition, offset, headers, value: value ?? noValue, reason });
      continue;
    }
    events.push({ body, headers: new RecordHeaders(topic, partition, withoutValue(record)) });
    offsets.push(record.offset);
    bytes += sizeOf(record);
  }
  return { chunk: { partition: batch.partition, events, offsets, next: batch.next, bytes }, undecodable };
}

/** From this many bytes on a value is let go of once it is decoded: 4 KiB. */
const LARGE = 4096;

/**
 * What headers are made of. Keys are views of all that was fetched with them: of large records they would hold that for
 * as long as an event waits, beside the body that was made of it.
 */
function withoutValue(record: StoredRecord): StoredRecord {
  if (record.value === null || record.value.length < LARGE) return record;
  const { key, headers } = record;
  const copied = headers.map(([name, value]): readonly [string, Buffer | null] => [
    name,
    value === null ? null : Buffer.from(value),
  ]);
  return { ...record, key: key === null ? null : Buffer.from(key), value: null, headers: copied };
}

/** What a record takes in memory while it waits, about: its bytes, and the event that is made of it. */
function sizeOf({ key, value, headers }: StoredRecord): number {
  let bytes = 100 + (key?.length ?? 0) + 2 * (value?.length ?? 0);
  for (const [name, header] of headers) bytes += 50 + name.length + (header?.length ?? 0);
  return bytes;
}
