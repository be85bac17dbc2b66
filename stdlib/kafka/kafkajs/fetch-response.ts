/**
 * Decodes the answer to a Fetch request, version 11, which every broker since 2.3 speaks. kafkajs makes several BigInts
 * and copies for each record; this reads numbers where they stand and makes a view for each key and value, in a third
 * of the time. It also passes over what compaction has left of a batch: kafkajs asks for each missing offset at the
 * end of a batch by itself, and for ever for a batch that has become empty.
 *
 * Layouts: https://kafka.apache.org/protocol#The_Messages_Fetch, https://kafka.apache.org/documentation/#recordbatch.
 */
import { messageOf } from "../../../runtime/contract/message-of.ts";
import type { Codec } from "../../support/compression/codec.ts";
import { codecOf } from "../codecs.ts";
import { ByteCursor } from "./byte-cursor.ts";
import { type DecodedRecord, decodeRecords, type RecordContext } from "./decode-records.ts";

/** As kafkajs has it. */
export interface FetchAnswer {
  readonly throttleTime: number;
  readonly clientSideThrottleTime: number;
  readonly errorCode: number;
  readonly sessionId: number;
  readonly responses: readonly { readonly topicName: string; readonly partitions: readonly FetchedPartition[] }[];
}

interface FetchedPartition {
  readonly partition: number;
  readonly errorCode: number;
  readonly highWatermark: string;
  readonly lastStableOffset: string;
  readonly lastStartOffset: string;
  readonly abortedTransactions: readonly { readonly producerId: string; readonly firstOffset: string }[];
  readonly preferredReadReplica: number;
  readonly messages: readonly DecodedRecord[];
}

const BATCH_HEADER = 61;
const COMPRESSION = 0x07;
const APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;

/**
 * Most bytes of an answer that are unpacked (64 MiB), beside one batch of each partition: what is left of it is fetched
 * again, as if the answer had ended there. A few kilobytes may be many batches of gigabytes.
 */
const MOST_UNPACKED_AT_ONCE = 64 * 1024 * 1024;

/** What may still be unpacked of an answer, in bytes. */
interface Room {
  left: number;
}

/** Null when there is something in it that only kafkajs knows, such as records of before Kafka 0.11. */
export async function decodeFetchAnswer(raw: Buffer): Promise<FetchAnswer | null> {
  const cursor = new ByteCursor(raw);
  const room: Room = { left: MOST_UNPACKED_AT_ONCE };
  const clientSideThrottleTime = cursor.int32();
  const errorCode = cursor.int16();
  const sessionId = cursor.int32();
  const responses = [];
  for (let topics = cursor.int32(); topics > 0; topics--) {
    const topicName = cursor.text(cursor.int16());
    const partitions: FetchedPartition[] = [];
    for (let left = cursor.int32(); left > 0; left--) {
      const partition = await decodePartition(cursor, topicName, room);
      if (partition === null) return null;
      partitions.push(partition);
    }
    responses.push({ topicName, partitions });
  }
  return { throttleTime: 0, clientSideThrottleTime, errorCode, sessionId, responses };
}

async function decodePartition(cursor: ByteCursor, topic: string, room: Room): Promise<FetchedPartition | null> {
  const partition = cursor.int32();
  const errorCode = cursor.int16();
  const highWatermark = cursor.int64();
  const lastStableOffset = cursor.int64();
  const lastStartOffset = cursor.int64();
  const abortedTransactions = [];
  for (let left = cursor.int32(); left > 0; left--) {
    abortedTransactions.push({ producerId: cursor.int64().toString(), firstOffset: cursor.int64().toString() });
  }
  const preferredReadReplica = cursor.int32();
  const batches = cursor.bytes(Math.max(0, cursor.int32()));
  const messages = await decodeBatches(batches, `${topic}, partition ${partition}`, room);
  if (messages === null) return null;
  return {
    partition,
    errorCode,
    highWatermark: highWatermark.toString(),
    lastStableOffset: lastStableOffset.toString(),
    lastStartOffset: lastStartOffset.toString(),
    abortedTransactions,
    preferredReadReplica,
    messages: inOrder(messages),
  };
}

async function decodeBatches(bytes: Buffer, where: string, room: Room): Promise<DecodedRecord[] | null> {
  const records: DecodedRecord[] = [];
  for (let at = 0; bytes.length - at >= BATCH_HEADER; ) {
    if (records.length > 0 && room.left <= 0) break;
    const end = at + 12 + bytes.readInt32BE(at + 8);
    // The last one may be cut off by the limit of the answer's size.
    if (end > bytes.length) break;
    if (bytes[at + 16] !== 2) return null;
    const attributes = bytes.readInt16BE(at + 21);
    const type = attributes & COMPRESSION;
    const codec = type === 0 ? undefined : await codecOf(type);
    if (codec === null) return null;
    const body = bytes.subarray(at + BATCH_HEADER, end);
    const context = contextOf(bytes, at, attributes);
    const unpacked = codec === undefined ? body : await unpack(codec, body, `${where}, offset ${context.firstOffset}`);
    if (codec !== undefined) room.left -= unpacked.length;
    decodeRecords(unpacked, bytes.readInt32BE(at + 57), context, records);
    at = end;
  }
  return records;
}

async function unpack(codec: Codec, body: Buffer, where: string): Promise<Buffer> {
  try {
    return await codec.decompress(body);
  } catch (error) {
    throw new Error(`${where}: ${messageOf(error)}`, { cause: error });
  }
}

function contextOf(bytes: Buffer, at: number, attributes: number): RecordContext {
  return {
    firstOffset: bytes.readBigInt64BE(at),
    lastOffsetDelta: bytes.readInt32BE(at + 23),
    firstTimestamp: Number(bytes.readBigInt64BE(at + 27)),
    appendTime: (attributes & APPEND_TIME) === 0 ? null : bytes.readBigInt64BE(at + 35).toString(),
    batchContext: {
      producerId: bytes.readBigInt64BE(at + 43).toString(),
      inTransaction: (attributes & TRANSACTIONAL) !== 0,
      isControlBatch: (attributes & CONTROL) !== 0,
    },
  };
}

/** kafkajs tests each record against the offset it asked for; they are in order, so the first that passes will do. */
function inOrder(records: DecodedRecord[]): readonly DecodedRecord[] {
  return Object.assign([...records], {
    filter(keep: (record: DecodedRecord) => boolean) {
      const first = records.findIndex(keep);
      return first === 0 ? records : first < 0 ? [] : records.slice(first);
    },
  });
}
