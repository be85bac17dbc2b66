import assert from "node:assert/strict";
import { createRequire } from "node:module";
import fc from "fast-check";
import { recordBytes } from "../../../stdlib/kafka/kafkajs/record-bytes.ts";
import type { NewRecord } from "../../../stdlib/kafka/port.ts";

/** The encoder of kafkajs, which this one stands in for. */
const encodeRecord = createRequire(import.meta.url)("kafkajs/src/protocol/recordBatch/record/v0/index.js") as (
  record: Omit<NewRecord, "headers"> & {
    readonly headers: object;
    readonly offsetDelta: number;
    readonly timestampDelta: number;
  },
) => { readonly buffer: Buffer };

const base = 1_700_000_000_000;

function theirs(records: readonly NewRecord[], now: number): Buffer {
  return Buffer.concat(
    records.map((record, offsetDelta) => {
      const timestampDelta = Number(record.timestamp ?? now) - base;
      const headers = Object.fromEntries(record.headers);
      return encodeRecord({ ...record, headers, offsetDelta, timestampDelta }).buffer;
    }),
  );
}

describe("recordBytes", () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: "binary", maxLength: 300 }), fc.constant("ä€😀"));
  const data = fc.oneof(
    text,
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  );
  const record: fc.Arbitrary<NewRecord> = fc.record(
    {
      key: fc.option(data),
      value: fc.option(data),
      headers: fc.uniqueArray(
        fc.tuple(
          text.map((name) => `h${name}`),
          data,
        ),
        { maxLength: 3, selector: ([name]) => name },
      ),
      timestamp: fc.integer({ min: base - 5e9, max: base + 5e9 }).map(String),
    },
    { requiredKeys: ["key", "value", "headers"] },
  );

  it("is what kafkajs itself would write", () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 200 }), (records) => {
        assert.deepEqual(recordBytes(records, base, base + 7), theirs(records, base + 7));
      }),
    );
  });
});
