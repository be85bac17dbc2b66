import type kafkajs from "kafkajs";
import type { FetchedBatch } from "../port.ts";

/** A batch of kafkajs as the port has it. */
export function fetchedBatch(batch: kafkajs.Batch): FetchedBatch {
  // `fetchedOffset` is not declared, but is a field of every batch.
  const { fetchedOffset } = batch as kafkajs.Batch & { readonly fetchedOffset: string };
  return {
    partition: batch.partition,
    from: fetchedOffset,
    records: batch.messages,
    next: offsetAfter(batch.lastOffset()),
    highWatermark: batch.highWatermark,
  };
}

export function offsetAfter(offset: string): string {
  return (BigInt(offset) + 1n).toString();
}
