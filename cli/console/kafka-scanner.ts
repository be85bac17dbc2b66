import { fromBytes } from "../../runtime/value/byte-text.ts";
import { type FetchedBatch, KafkaError, type PlainReader, type StoredRecord } from "../../stdlib/kafka/port.ts";
import type { Scanner, TopicRecord } from "./topic-store.ts";

/** What a scanner needs beside its reader. */
export interface ScannerParts {
  ends(): Promise<ReadonlyMap<number, { readonly earliest: string; readonly latest: string }>>;
  toError(error: unknown): Error;
}

/** Reads partitions of a Kafka topic from `from` on. Offsets that were deleted meanwhile are passed over. */
export function kafkaScanner(reader: PlainReader, from: ReadonlyMap<number, string>, parts: ScannerParts): Scanner {
  const positions = new Map(from);

  async function fetch(waitMs: number): Promise<readonly FetchedBatch[]> {
    try {
      return await reader.fetch(positions, waitMs);
    } catch (error) {
      if (!(error instanceof KafkaError) || error.code !== "OFFSET_OUT_OF_RANGE") throw parts.toError(error);
      await passOver();
      return [];
    }
  }

  async function passOver(): Promise<void> {
    const ends = await parts.ends();
    for (const [partition, position] of positions) {
      const { earliest, latest } = ends.get(partition) ?? { earliest: "0", latest: "0" };
      if (BigInt(position) < BigInt(earliest)) positions.set(partition, earliest);
      if (BigInt(position) > BigInt(latest)) positions.set(partition, latest);
    }
  }

  return {
    async next(waitMs) {
      const batches = await fetch(waitMs);
      for (const { partition, next } of batches) positions.set(partition, next);
      return batches.flatMap(({ partition, records }) => records.map((record) => topicRecord(partition, record)));
    },
    close: () => reader.close(),
  };
}

function topicRecord(partition: number, { offset, timestamp, key, value, headers }: StoredRecord): TopicRecord {
  return {
    partition,
    offset,
    timestamp,
    key: key === null ? null : fromBytes(key),
    value: value === null ? null : value.toString(),
    headers: headers.map(([name, found]): [string, string | null] => [name, found === null ? null : fromBytes(found)]),
  };
}
