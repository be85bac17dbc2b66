import assert from "node:assert/strict";
import fc from "fast-check";
import { shareOut } from "../../../stdlib/kafka/kafkajs/assigner.ts";

describe("shareOut", () => {
  it("gives a first member everything, and each further one its share", () => {
    const first = shareOut([0, 1, 2], [{ id: "a", owned: [] }]);
    assert.deepEqual(first, new Map([["a", [0, 1, 2]]]));
    const second = shareOut(
      [0, 1, 2],
      [
        { id: "a", owned: [0, 1, 2] },
        { id: "b", owned: [] },
      ],
    );
    assert.deepEqual(
      second,
      new Map([
        ["a", [0, 1]],
        ["b", [2]],
      ]),
    );
  });

  it("shares out each partition once, evenly, and takes none away without need", () => {
    const group = fc.record({
      count: fc.integer({ min: 0, max: 20 }),
      members: fc.array(fc.array(fc.integer({ min: 0, max: 25 }), { maxLength: 12 }), { minLength: 1, maxLength: 6 }),
    });
    fc.assert(
      fc.property(group, ({ count, members }) => {
        const partitions = Array.from({ length: count }, (_, n) => n);
        const shares = shareOut(
          partitions,
          members.map((owned, n) => ({ id: `m${n}`, owned })),
        );
        const all = [...shares.values()].flat().sort((a, b) => a - b);
        assert.deepEqual(all, partitions);
        const sizes = [...shares.values()].map((share) => share.length);
        assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1);
        // Shared out again with what each has, nothing moves.
        const again = shareOut(
          partitions,
          [...shares].map(([id, owned]) => ({ id, owned })),
        );
        for (const [id, share] of shares) assert.deepEqual(new Set(again.get(id)), new Set(share));
      }),
    );
  });
});
