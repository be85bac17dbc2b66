import type kafkajs from "kafkajs";
import type { FetchedBatch, StoredRecord } from "../port.ts";

/** A batch of kafkajs as the port has it. */
export function fetchedBatch(batch: kafkajs.Batch): FetchedBatch {
  // `fetchedOffset` is not declared, but is a field of every batch.
  const { fetchedOffset } = batch as kafkajs.Batch & { readonly fetchedOffset: string };
  return {
    partition: batch.partition,
    from: fetchedOffset,
    records: recordsOf(batch.messages),
    next: offsetAfter(batch.lastOffset()),
    highWatermark: batch.highWatermark,
  };
}

/** What we have decoded is as it must be; what was left to kafkajs has headers of its own kind. */
function recordsOf(messages: readonly kafkajs.KafkaMessage[]): readonly StoredRecord[] {
  if (Array.isArray(messages[0]?.headers)) return messages as readonly object[] as readonly StoredRecord[];
  return messages.map((message) => ({ ...message, headers: headersOf(message.headers) }));
}

function headersOf(headers: kafkajs.IHeaders | undefined): StoredRecord["headers"] {
  return Object.entries(headers ?? {}).flatMap(([name, found]) =>
    [found ?? null].flat().map((value): [string, Buffer | null] => [name, value === null ? null : Buffer.from(value)]),
  );
}

/** The offset that follows; offsets are 64 bits wide, and texts in kafkajs. */
export function offsetAfter(offset: string): string {
  return (BigInt(offset) + 1n).toString();
}
