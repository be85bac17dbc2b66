import assert from "node:assert/strict";
import { kafkaScanner } from "../../../cli/console/kafka-scanner.ts";
import { toBytes } from "../../../runtime/value/byte-text.ts";

describe("a scanner of a kafka topic", () => {
  it("keeps the bytes of keys and headers, which a dead letter is sent again with", async () => {
    const key = Buffer.from([0xc6, 0x8c, 0x93, 0x00, 0xff]);
    const record = { offset: "0", timestamp: "0", key, value: Buffer.from("é"), headers: [["from.key", key]] as const };
    const batch = { partition: 0, from: "0", records: [record], next: "1", highWatermark: "1" };
    const reader = { fetch: async () => [batch], close: async () => {} };
    const parts = { ends: async () => new Map(), toError: (error: unknown) => error as Error };
    const [found] = await kafkaScanner(reader, new Map([[0, "0"]]), parts).next(0);
    assert.equal(found?.value, "é");
    assert.deepEqual(Buffer.from(toBytes(found.key!)), key);
    assert.deepEqual(
      found.headers.map(([name, value]) => [name, Buffer.from(toBytes(value!))]),
      [["from.key", key]],
    );
  });
});
