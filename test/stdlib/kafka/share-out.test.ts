import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeMember, encodeMember } from "../../../stdlib/kafka/kafkajs/member-data.ts";
import { type Member, shareOut, sharesOf } from "../../../stdlib/kafka/share-out.ts";

describe("sharesOf", () => {
  it("gives a first member everything, and each further one its share", () => {
    const first = sharesOf([0, 1, 2], [{ id: "a", owned: [] }]);
    assert.deepEqual(first, new Map([["a", [0, 1, 2]]]));
    const second = sharesOf(
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
        const shares = sharesOf(
          partitions,
          members.map((owned, n) => ({ id: `m${n}`, owned })),
        );
        const all = [...shares.values()].flat().sort((a, b) => a - b);
        assert.deepEqual(all, partitions);
        const sizes = [...shares.values()].map((share) => share.length);
        assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1);
        // Shared out again with what each has, nothing moves.
        const again = sharesOf(
          partitions,
          [...shares].map(([id, owned]) => ({ id, owned })),
        );
        for (const [id, share] of shares) assert.deepEqual(new Set(again.get(id)), new Set(share));
      }),
    );
  });
});

describe("shareOut", () => {
  const member = (id: string, topics: string[], more: Partial<Member> = {}): Member => {
    return { id, topics, owned: [], partitions: 0, exclusive: false, ...more };
  };

  it("gives a topic to those alone who subscribe to it, though the leader does not know it", () => {
    const members = [member("a", ["x"]), member("b", ["y"], { partitions: 3 }), member("c", ["x"])];
    assert.deepEqual(
      shareOut(members, (topic) => (topic === "x" ? 2 : 0)),
      new Map([
        ["a", { x: [0] }],
        ["b", { y: [0, 1, 2] }],
        ["c", { x: [1] }],
      ]),
    );
  });

  it("leaves everything to the one who has it where a member must be alone", () => {
    const members = [member("a", ["x"], { exclusive: true }), member("b", ["x"], { exclusive: true, owned: [0, 1] })];
    assert.deepEqual(
      shareOut(members, () => 3),
      new Map([
        ["a", {}],
        ["b", { x: [0, 1, 2] }],
      ]),
    );
  });

  it("hears from a member what it has, in the bytes of earlier versions too", () => {
    const data = { owned: [0, 7], partitions: 9, exclusive: true };
    assert.deepEqual(decodeMember(encodeMember(data)), data);
    const before = Buffer.from("0000000000000007", "hex");
    assert.deepEqual(decodeMember(before), { owned: [0, 7], partitions: 0, exclusive: false });
    assert.deepEqual(decodeMember(null), { owned: [], partitions: 0, exclusive: false });
  });
});
