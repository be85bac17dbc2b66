import assert from "node:assert/strict";
import { createRequire } from "node:module";
import fc from "fast-check";
import { decodeFetchAnswer } from "../../../stdlib/kafka/kafkajs/fetch-response.ts";

// The parts of kafkajs that this stands in for, and those that write what is decoded.
const require = createRequire(import.meta.url);
const Encoder = require("kafkajs/src/protocol/encoder.js");
const Decoder = require("kafkajs/src/protocol/decoder.js");
const { RecordBatch } = require("kafkajs/src/protocol/recordBatch/v0/index.js");
const encodeRecord = require("kafkajs/src/protocol/recordBatch/record/v0/index.js");
const decodeMessages = require("kafkajs/src/protocol/requests/fetch/v4/decodeMessages.js");

interface Batch {
  readonly first: bigint;
  readonly gzip: boolean;
  readonly transactional: boolean;
  readonly records: readonly {
    readonly key: string | null;
    readonly value: string | null;
    readonly headers: Readonly<Record<string, string>>;
    readonly timestampDelta: number;
  }[];
  /** Offsets at the end that compaction has taken away. */
  readonly gone?: number;
}

async function encodeBatch({ first, gzip, transactional, records, gone = 0 }: Batch): Promise<Buffer> {
  const batch = await RecordBatch({
    compression: gzip ? 1 : 0,
    firstOffset: first,
    firstTimestamp: 1_700_000_000_000,
    maxTimestamp: 1_700_000_000_999,
    transactional,
    producerId: 7n,
    lastOffsetDelta: records.length + gone - 1,
    records: records.map((record, offsetDelta) => encodeRecord({ ...record, offsetDelta })),
  });
  return batch.buffer;
}

/** An answer with one partition. */
function answer(messages: Buffer): Buffer {
  return new Encoder()
    .writeInt32(5)
    .writeInt16(0)
    .writeInt32(9)
    .writeArray([
      new Encoder().writeString("topic").writeArray([
        new Encoder()
          .writeInt32(3)
          .writeInt16(0)
          .writeInt64(1_000)
          .writeInt64(999)
          .writeInt64(2)
          .writeArray([new Encoder().writeInt64(7).writeInt64(4)])
          .writeInt32(-1)
          .writeBytes(messages),
      ]),
    ]).buffer;
}

async function ours(messages: Buffer) {
  const decoded = await decodeFetchAnswer(answer(messages));
  return decoded?.responses[0]?.partitions[0];
}

describe("decodeFetchAnswer", () => {
  // kafkajs keeps headers in an object, and mixes what every object has into a header called `toString`.
  const headerName = fc.string({ minLength: 1 }).filter((name) => !(name in {}));
  const text = fc.option(fc.oneof(fc.string(), fc.string({ unit: "binary", maxLength: 200 })));
  const batch: fc.Arbitrary<Batch> = fc.record({
    first: fc.bigInt({ min: 0n, max: 2n ** 60n }),
    gzip: fc.boolean(),
    transactional: fc.boolean(),
    records: fc.array(
      fc.record({
        key: text,
        value: text,
        headers: fc.dictionary(headerName, fc.string(), { maxKeys: 3, noNullPrototype: true }),
        timestampDelta: fc.integer({ min: -100_000_000, max: 100_000_000 }),
      }),
      { minLength: 1, maxLength: 100 },
    ),
  });

  it("finds what kafkajs finds, in answers that are cut off too", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { maxLength: 4 }), fc.nat(60), async (batches, cut) => {
        const whole = Buffer.concat(await Promise.all(batches.map(encodeBatch)));
        const messages = whole.subarray(0, Math.max(0, whole.length - cut));
        const theirs = await decodeMessages(new Decoder(new Encoder().writeBytes(messages).buffer));
        const found = await ours(messages);
        const parts = (record: Record<string, unknown>) => {
          const { offset, timestamp, key, value, headers, isControlRecord } = record;
          const entries = Array.isArray(headers) ? headers : Object.entries(headers as object);
          return { offset, timestamp, key, value, headers: new Map(entries), isControlRecord };
        };
        assert.deepEqual(
          found?.messages.map((record) => parts({ ...record })),
          theirs.map(parts),
        );
        for (const [index, { batchContext }] of (found?.messages ?? []).entries()) {
          const { producerId, inTransaction } = theirs[index].batchContext;
          assert.deepEqual([batchContext.producerId, batchContext.inTransaction], [producerId, inTransaction]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("keeps headers that are called as what every object has", async () => {
    const records = [{ key: null, value: null, headers: { toString: "a", constructor: "b" }, timestampDelta: 0 }];
    const messages = await encodeBatch({ first: 0n, gzip: false, transactional: false, records });
    const [record] = (await ours(messages))?.messages ?? [];
    assert.deepEqual(record?.headers, [
      ["toString", Buffer.from("a")],
      ["constructor", Buffer.from("b")],
    ]);
  });

  it("reads the frame of the answer", async () => {
    const decoded = await decodeFetchAnswer(answer(Buffer.alloc(0)));
    assert.deepEqual(JSON.parse(JSON.stringify(decoded)), {
      throttleTime: 0,
      clientSideThrottleTime: 5,
      errorCode: 0,
      sessionId: 9,
      responses: [
        {
          topicName: "topic",
          partitions: [
            {
              partition: 3,
              errorCode: 0,
              highWatermark: "1000",
              lastStableOffset: "999",
              lastStartOffset: "2",
              abortedTransactions: [{ producerId: "7", firstOffset: "4" }],
              preferredReadReplica: -1,
              messages: [],
            },
          ],
        },
      ],
    });
  });

  it("reads on behind what compaction has taken from the end of a batch", async () => {
    const record = { key: "k", value: "v", headers: {}, timestampDelta: 0 };
    const shared = { gzip: false, transactional: false };
    const found = await ours(
      Buffer.concat([
        await encodeBatch({ ...shared, first: 10n, records: [record, record], gone: 3 }),
        await encodeBatch({ ...shared, first: 20n, records: [], gone: 5 }),
      ]),
    );
    assert.deepEqual(
      found?.messages.map(({ offset, isControlRecord }) => [offset, isControlRecord]),
      [
        ["10", false],
        ["11", false],
        ["14", true],
        ["24", true],
      ],
    );
  });

  it("unpacks no more of an answer than there is memory for: what is left is fetched again", async () => {
    const records = [{ key: null, value: "x".repeat(20 * 1024 * 1024), headers: {}, timestampDelta: 0 }];
    const bomb = await encodeBatch({ first: 0n, gzip: true, transactional: false, records });
    const bombs = [0n, 1n, 2n, 3n, 4n, 5n].map((offset) => {
      const copy = Buffer.from(bomb);
      copy.writeBigInt64BE(offset);
      return copy;
    });
    const found = await ours(Buffer.concat(bombs));
    assert.deepEqual(
      found?.messages.map(({ offset }) => offset),
      ["0", "1", "2", "3"],
    );
  });

  it("leaves records of old formats to kafkajs", async () => {
    const old = await encodeBatch({ first: 0n, gzip: false, transactional: false, records: [], gone: 1 });
    old[16] = 1;
    assert.equal(await decodeFetchAnswer(answer(old)), null);
  });
});
