import assert from "node:assert/strict";
import fc from "fast-check";
import { CountedBatch } from "../../../runtime/batch/counted-batch.ts";
import { GroupedBatch } from "../../../runtime/batch/grouped-batch.ts";
import { KeyedBatch } from "../../../runtime/batch/keyed-batch.ts";
import { top } from "../../../runtime/batch/top.ts";

describe("values of one batch", () => {
  it("are merged by key in the order of arrival, a single one as it is", () => {
    const batch = new KeyedBatch<string, string>();
    for (const [key, value] of [
      ["b", "1"],
      ["a", "2"],
      ["b", "3"],
      ["", "4"],
      ["b", "5"],
    ] as const) {
      batch.merge(key, value, (left, right) => `(${left}${right})`);
    }
    assert.deepEqual(
      [...batch],
      [
        ["b", "((13)5)"],
        ["a", "2"],
        ["", "4"],
      ],
    );
    assert.equal(batch.size, 3);
  });

  it("are merged where a value is undefined or null too", () => {
    const batch = new KeyedBatch<string, number | null>();
    batch.merge("k", null, () => 1);
    batch.merge("k", null, () => 2);
    assert.deepEqual([...batch], [["k", 2]]);
  });

  it("are grouped and counted by key, also by keys that are no primitives", () => {
    const keyOf = (key: readonly [string, number]) => `${key[0].length}:${key[0]}${key[1]}`;
    const groups = new GroupedBatch<readonly [string, number], string>(keyOf);
    const counts = new CountedBatch<readonly [string, number]>(keyOf);
    for (const [host, status, path] of [
      ["h", 1, "/a"],
      ["g", 1, "/b"],
      ["h", 1, "/c"],
    ] as const) {
      groups.add([host, status], path);
      counts.add([host, status]);
    }
    assert.deepEqual(
      [...groups],
      [
        [
          ["h", 1],
          ["/a", "/c"],
        ],
        [["g", 1], ["/b"]],
      ],
    );
    assert.deepEqual(
      [...counts],
      [
        [["h", 1], 2],
        [["g", 1], 1],
      ],
    );
    assert.equal(groups.size + counts.size, 4);
  });
});

describe("top", () => {
  it("gives the greatest first, equal ones in their order", () => {
    const pairs = [
      ["a", 1],
      ["b", 3],
      ["c", 3],
      ["d", 2],
      ["e", 3],
    ] as const;
    assert.deepEqual(
      top(pairs, 3, ([, n]) => n).map(([name]) => name),
      ["b", "c", "e"],
    );
    assert.deepEqual(
      top(["pear", "fig", "apple"], 2, (name) => name),
      ["pear", "fig"],
    );
    assert.deepEqual(
      top([1, 2], 0, (n) => n),
      [],
    );
    assert.deepEqual(
      top([1, Number.NaN, 2], 3, (n) => n),
      [2, 1, Number.NaN],
    );
  });

  it("is the head of a stable sort", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.nat())), fc.nat({ max: 30 }), (list, count) => {
        const sorted = [...list].sort(([a], [b]) => b - a).slice(0, count);
        assert.deepEqual(
          top(list, count, ([rank]) => rank),
          sorted,
        );
      }),
    );
  });
});
