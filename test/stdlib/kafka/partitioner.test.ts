import assert from "node:assert/strict";
import { murmur2 } from "../../../runtime/topic/murmur2.ts";
import { partitioner } from "../../../stdlib/kafka/partitioner.ts";

describe("partitioner", () => {
  it("keeps equal keys together, the remembered and the long ones too", () => {
    const { ofKey } = partitioner(7);
    const long = "ä".repeat(1000);
    for (const key of ["", "a", long]) assert.equal(ofKey(key), ofKey(key));
    assert.equal(ofKey("foobar"), (-790332482 & 0x7fffffff) % 7);
    assert.equal(ofKey(long), (murmur2(Buffer.from(long)) & 0x7fffffff) % 7);
  });

  it("does not mix keys up when it has forgotten some", () => {
    const { ofKey } = partitioner(5);
    const keys = Array.from({ length: 10_000 }, (_, n) => `key ${n}`);
    const before = keys.map(ofKey);
    assert.deepEqual(keys.map(ofKey), before);
  });

  it("lets batches without a key take turns", () => {
    const { next } = partitioner(3, 2);
    assert.deepEqual([next(), next(), next(), next()], [2, 0, 1, 2]);
  });
});
