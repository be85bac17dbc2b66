/** What operators make of one batch, as Spark's operations of these names do, run through compiled programs. */
import assert from "node:assert/strict";
import { sample } from "../../../stdlib/stream/sample.ts";
import { sortBy } from "../../../stdlib/stream/sort-by.ts";
import { expectBatches, type StreamCase } from "../../support/expect-batches.ts";

const pairs = { pairs: ["(string, int)", '[[("b", 1), ("a", 2), ("b", 3), ("b", 1)], [], [("", 4)]]'] } as const;
const records = {
  records: ["{ a: float?, b: string[] }", '[[{ a: 1, b: ["x"] }, { b: ["x"], a: 1 }, { a: null, b: [] }], []]'],
} as const;

describe("of a batch", function () {
  this.timeout(60_000);

  const rows: readonly (readonly [what: string, given: StreamCase["given"], result: string, expected: string])[] = [
    [
      "countByKey says how many values each key has",
      pairs,
      "pairs.countByKey()",
      '[[("b", 3), ("a", 1)], [], [("", 1)]]',
    ],
    [
      "combineByKey creates from the first value of a key, and merges the others in order",
      pairs,
      "pairs.combineByKey(n => `<${n}`, (text, n) => `${text} ${n}`)",
      '[[("b", "<1 3 1"), ("a", "<2")], [], [("", "<4")]]',
    ],
    [
      "aggregateByKey merges into something of another type",
      pairs,
      'pairs.aggregateByKey(">", (text, n) => `${text} ${n}`)',
      '[[("b", "> 1 3 1"), ("a", "> 2")], [], [("", "> 4")]]',
    ],
    [
      "foldByKey counts its zero once for each key",
      pairs,
      "pairs.foldByKey(100, (a, b) => a + b)",
      '[[("b", 105), ("a", 102)], [], [("", 104)]]',
    ],
    [
      "foldByKey takes keys that are records by their value",
      records,
      "records.map(one => (one, 1)).foldByKey(0, (a, b) => a + b).map((key, n) => n)",
      "[[2, 1], []]",
    ],
    [
      "distinct compares records by value",
      records,
      "records.distinct()",
      '[[{ a: 1, b: ["x"] }, { a: null, b: [] }], []]',
    ],
    ["distinct compares tuples by value", pairs, "pairs.distinct()", '[[("b", 1), ("a", 2), ("b", 3)], [], [("", 4)]]'],
    [
      "sortBy has an order, and keeps that of equal ones",
      pairs,
      "pairs.sortBy((key, n) => n)",
      '[[("b", 1), ("b", 1), ("a", 2), ("b", 3)], [], [("", 4)]]',
    ],
    [
      "sortBy keeps the order of equal ones where it descends",
      pairs,
      "pairs.sortBy((key, n) => key, ascending: false)",
      '[[("b", 1), ("b", 3), ("b", 1), ("a", 2)], [], [("", 4)]]',
    ],
    [
      "zipWithIndex counts from 0 in each batch, in the order that stands before it",
      pairs,
      "pairs.sortBy((key, n) => n).zipWithIndex().map((pair, at) => at)",
      "[[0, 1, 2, 3], [], [0]]",
    ],
    ["sample gives all for 1", pairs, "pairs.sample(1).count()", "[[4], [0], [1]]"],
    ["sample gives none for 0", pairs, "pairs.sample(0, seed: 7).count()", "[[0], [0], [0]]"],
  ];
  for (const [what, given, result, expected] of rows) it(what, () => expectBatches({ given, result, expected }));
});

describe("sample", () => {
  const list = Array.from({ length: 10_000 }, (_, index) => index);

  it("chooses about its fraction, and the same in a batch that is computed again", () => {
    for (const fraction of [0.01, 0.25, 0.9]) {
      for (let batch = 1; batch <= 20; batch++) {
        const chosen = sample(list, fraction, 0, batch * 1000);
        const deviation = Math.sqrt(list.length * fraction * (1 - fraction));
        assert.ok(Math.abs(chosen.length - list.length * fraction) < 6 * deviation, `${fraction}: ${chosen.length}`);
        assert.deepEqual(sample(list, fraction, 0, batch * 1000), chosen);
      }
    }
  });

  it("chooses others in another batch and with another seed", () => {
    const chosen = sample(list, 0.5, 0, 1000);
    for (const other of [
      sample(list, 0.5, 0, 2000),
      sample(list, 0.5, 1, 1000),
      sample(list, 0.5, 0, 2 ** 32 + 1000),
    ]) {
      const both = other.filter((one) => chosen.includes(one)).length;
      assert.ok(both > 2000 && both < 3000, String(both));
    }
  });
});

describe("sortBy", () => {
  it("puts null first, and NaN behind all other numbers", () => {
    assert.deepEqual(
      sortBy([2, Number.NaN, null, 1], (one) => one),
      [null, 1, 2, Number.NaN],
    );
    assert.deepEqual(
      sortBy([2, Number.NaN, null, 1], (one) => one, false),
      [Number.NaN, 2, 1, null],
    );
  });
});
