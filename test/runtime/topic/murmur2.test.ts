import assert from "node:assert/strict";
import { murmur2, partitionOf } from "../../../runtime/topic/murmur2.ts";

describe("murmur2", () => {
  // The values of Kafka's own UtilsTest.
  const known: readonly (readonly [string, number])[] = [
    ["21", -973932308],
    ["foobar", -790332482],
    ["a-little-bit-long-string", -985981536],
    ["a-little-bit-longer-string", -1486304829],
    ["lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971],
    ["abc", 479470107],
  ];
  for (const [text, hash] of known) {
    it(`of ${text} is Kafka's`, () => assert.equal(murmur2(Buffer.from(text)), hash));
  }

  it("spreads keys over all partitions and never leaves them", () => {
    const seen = new Set<number>();
    for (let key = 0; key < 1000; key++) seen.add(partitionOf(`kľúč ${key}`, 7));
    assert.deepEqual([...seen].sort(), [0, 1, 2, 3, 4, 5, 6]);
  });
});
