import type { StoredRecord } from "../port.ts";
import { ByteCursor } from "./byte-cursor.ts";

/** What the records of a batch have in common. */
export interface RecordContext {
  readonly firstOffset: bigint;
  /** Of the last record that the batch had when it was written. */
  readonly lastOffsetDelta: number;
  readonly firstTimestamp: number;
  /** The broker's time for all of them; null when each has its own. */
  readonly appendTime: string | null;
  readonly batchContext: {
    readonly producerId: string;
    readonly inTransaction: boolean;
    readonly isControlBatch: boolean;
  };
}

/** A record as kafkajs looks at one. */
export interface DecodedRecord {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: StoredRecord["headers"];
  /** Never shown to the reader. */
  readonly isControlRecord: boolean;
  readonly batchContext: RecordContext["batchContext"];
}

const NO_HEADERS: StoredRecord["headers"] = [];

/**
 * Adds the `count` records in `bytes` to `into`. Where compaction has taken the last ones away a control record stands
 * for them, so that whoever reads on does so behind the batch.
 */
export function decodeRecords(bytes: Buffer, count: number, context: RecordContext, into: DecodedRecord[]): void {
  const { firstTimestamp, appendTime, batchContext } = context;
  const offsetOf = offsets(context.firstOffset);
  const cursor = new ByteCursor(bytes);
  let lastDelta = -1;
  let sameTime = 0;
  let timestamp = appendTime ?? String(firstTimestamp);
  for (let index = 0; index < count; index++) {
    cursor.varint(); // length
    cursor.int8(); // attributes: none are in use
    const time = cursor.varint();
    lastDelta = cursor.varint();
    if (appendTime === null && time !== sameTime) {
      timestamp = String(firstTimestamp + time);
      sameTime = time;
    }
    const key = cursor.varintBytes();
    const value = cursor.varintBytes();
    const headers = decodeHeaders(cursor);
    const isControlRecord = batchContext.isControlBatch;
    into.push({ offset: offsetOf(lastDelta), timestamp, key, value, headers, isControlRecord, batchContext });
  }
  if (lastDelta < context.lastOffsetDelta) {
    const offset = offsetOf(context.lastOffsetDelta);
    into.push({ offset, timestamp, key: null, value: null, headers: NO_HEADERS, isControlRecord: true, batchContext });
  }
}

/** Offsets of a batch as text; BigInts are needed only for those that a number does not hold. */
function offsets(first: bigint): (delta: number) => string {
  if (first > 2n ** 52n) return (delta) => (first + BigInt(delta)).toString();
  const start = Number(first);
  return (delta) => String(start + delta);
}

function decodeHeaders(cursor: ByteCursor): StoredRecord["headers"] {
  const count = cursor.varint();
  if (count <= 0) return NO_HEADERS;
  const headers: (readonly [string, Buffer | null])[] = [];
  for (let index = 0; index < count; index++) {
    const name = cursor.text(cursor.varint());
    headers.push([name, cursor.varintBytes()]);
  }
  return headers;
}
