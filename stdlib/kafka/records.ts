import type { Event } from "../../runtime/event.ts";
import { Failure } from "../../runtime/failure.ts";
import type { Chunk } from "./backlog.ts";
import type { BodyCodec } from "./body-codec.ts";
import type { FetchedBatch, NewRecord } from "./port.ts";
import { RecordHeaders } from "./record-headers.ts";

/** What a reader sets itself on each event; on the way out they say where an event came from, and stay behind. */
const POSITION_HEADERS: ReadonlySet<string> = new Set(["topic", "partition", "offset", "key", "timestamp"]);

const none: Readonly<Record<string, string>> = {};

/**
 * `event` as a record. Its key is `key`, or its header `key`; its time is its header `timestamp`, or left out. The
 * headers that say where it was read from are not written, the others are.
 */
export function toRecord<T>({ body, headers }: Event<T>, key: string | null, codec: BodyCodec<T>): NewRecord {
  const value = codec.encode(body);
  if (headers.size === 0) return { key, value, headers: none };
  const kept: Record<string, string> = {};
  for (const [name, text] of headers) {
    if (!POSITION_HEADERS.has(name)) kept[name] = text;
  }
  const timestamp = headers.get("timestamp");
  const record = { key: key ?? headers.get("key") ?? null, value, headers: kept };
  return timestamp !== undefined && /^\d{1,15}$/.test(timestamp) ? { ...record, timestamp } : record;
}

/** A record whose value does not decode. */
export type OnUndecodable = (partition: number, offset: string, failure: Failure) => void;

/** The records of `batch` as events, those that do not decode left out and told. */
export function toChunk<T>(
  topic: string,
  batch: FetchedBatch,
  codec: BodyCodec<T>,
  onUndecodable: OnUndecodable,
): Chunk<T> {
  const partition = String(batch.partition);
  const events: Event<T>[] = [];
  const offsets: string[] = [];
  for (const record of batch.records) {
    const body = codec.decode(record.value);
    if (body instanceof Failure) {
      onUndecodable(batch.partition, record.offset, body);
      continue;
    }
    events.push({ body, headers: new RecordHeaders(topic, partition, record) });
    offsets.push(record.offset);
  }
  return { partition: batch.partition, events, offsets, next: batch.next };
}
