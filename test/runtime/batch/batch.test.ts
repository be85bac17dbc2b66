import assert from "node:assert/strict";
import fc from "fast-check";
import { CountedBatch } from "../../../runtime/batch/counted-batch.ts";
import { GroupedBatch } from "../../../runtime/batch/grouped-batch.ts";
import { KeyedBatch } from "../../../runtime/batch/keyed-batch.ts";
import { top } from "../../../runtime/batch/top.ts";
import { collidingTexts } from "../../support/colliding-texts.ts";

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

  it("are merged by parts of texts as by the parts cut out, whole keys among them", () => {
    const word = fc.oneof(
      fc.constantFrom("", "a", "b", "ab", "é", "\ud800", "a word of more than twenty-four characters"),
      fc.string({ unit: "binary", maxLength: 30 }),
    );
    const texts = fc.array(fc.tuple(fc.array(word, { minLength: 1, maxLength: 10 }), fc.boolean()), { maxLength: 10 });
    fc.assert(
      fc.property(texts, (all) => {
        const merge = (left: string, right: string) => `(${left}${right})`;
        const [whole, parts] = [new KeyedBatch<string, string>(), new KeyedBatch<string, string>()];
        const [wholeCounts, counts] = [new CountedBatch<string>(), new CountedBatch<string>()];
        let number = 0;
        for (const [words, isCut] of all) {
          const text = words.join(" ");
          for (let from = 0, to = 0; to !== -1; from = to + 1) {
            to = text.indexOf(" ", from);
            const key = to === -1 ? text.slice(from) : text.slice(from, to);
            const value = String(number++);
            whole.merge(key, value, merge);
            wholeCounts.add(key);
            if (isCut) {
              parts.merge(key, value, merge);
              counts.add(key);
            } else {
              parts.mergePart(text, from, to, value, merge);
              counts.addPart(text, from, to);
            }
          }
        }
        assert.deepEqual([...parts], [...whole]);
        assert.deepEqual([...counts], [...wholeCounts]);
        assert.equal(parts.size, whole.size);
        assert.equal(counts.size, whole.size);
      }),
    );
  });

  it("are merged by many parts of texts, and by parts that were chosen to collide", () => {
    const colliding = collidingTexts(10);
    assert.equal(new Set(colliding).size, 1024);
    const many = Array.from({ length: 50_000 }, (_, index) => `key-${index}`);
    for (const keys of [many, colliding]) {
      const batch = new KeyedBatch<string, number>();
      for (let round = 1; round <= 2; round++) {
        for (const key of keys)
          batch.mergePart(`<${key}>`, 1, key.length + 1, round, (left, right) => left * 10 + right);
      }
      assert.deepEqual(
        [...batch],
        keys.map((key) => [key, 12]),
      );
      assert.equal(batch.size, keys.length);
    }
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
