import assert from "node:assert/strict";
import fc from "fast-check";
import { IntegerOverflow } from "../../runtime/value/number.ts";
import { OutOfRange } from "../../runtime/value/out-of-range.ts";
import { chunk, countBy, distinct, groupBy, keyBy, range, zip } from "../../stdlib/array/arrange.ts";
import { contains, first, last, skip, slice, sort, sortBy, take } from "../../stdlib/array/array.ts";
import { compare } from "../../stdlib/array/compare.ts";
import { sum as sumOfInts } from "../../stdlib/array/sum-of-ints.ts";
import { average, max, maxBy, min, minBy, sum } from "../../stdlib/array/total.ts";

describe("functions of arrays", () => {
  it("find elements by content", () => {
    assert.equal(contains(["GET", "HEAD"], "GET"), true);
    assert.equal(contains([["a", 1]], ["a", 1]), true);
    assert.equal(contains([{ a: [1] }], { a: [2] }), false);
    assert.equal(contains([{ a: 1 } as object], { a: 1, b: 2 }), false);
    assert.equal(contains([new Map([["a", [1]]])], new Map([["a", [1]]])), true);
    assert.equal(contains([Uint8Array.of(1)], Uint8Array.of(1)), true);
    assert.equal(contains([null, 1], null), true);
    assert.equal(contains([], 1), false);
  });

  it("take the ends, or null", () => {
    assert.deepEqual([first([1, 2]), last([1, 2]), first([]), last([])], [1, 2, null, null]);
  });

  it("take parts", () => {
    assert.deepEqual(slice([1, 2, 3, 4], 1, 3), [2, 3]);
    assert.deepEqual(slice([1, 2, 3, 4], -2), [3, 4]);
    assert.deepEqual(slice([1, 2], 5), []);
  });

  it("sort by size, and leave their argument alone", () => {
    const list = [10, 9, 1];
    assert.deepEqual(sort(list), [1, 9, 10]);
    assert.deepEqual(list, [10, 9, 1]);
    assert.deepEqual(sort(["b", "B", "a"]), ["B", "a", "b"]);
    assert.deepEqual(sort([true, false]), [false, true]);
    assert.deepEqual(sort([2, null, 1]), [null, 1, 2]);
    assert.deepEqual(sort([Number.NaN, 1, Number.POSITIVE_INFINITY]), [1, Number.POSITIVE_INFINITY, Number.NaN]);
    assert.deepEqual(
      sort([
        ["b", 1],
        ["a", 2],
        ["a", 1],
      ]),
      [
        ["a", 1],
        ["a", 2],
        ["b", 1],
      ],
    );
    assert.deepEqual(
      sortBy(["ccc", "a", "bb", "c"], (word) => word.length),
      ["a", "c", "bb", "ccc"],
    );
  });

  it("compare any two values one way, and the other way when they are turned round", () => {
    const value = fc.oneof(fc.array(fc.integer()), fc.array(fc.double()));
    fc.assert(fc.property(value, value, (a, b) => Math.sign(compare(a, b)) === -Math.sign(compare(b, a)) + 0));
  });

  it("group by content, in the order of the first ones", () => {
    const pairs: [string, number][] = [
      ["a", 1],
      ["b", 2],
      ["a", 1],
    ];
    assert.deepEqual(distinct(pairs), [
      ["a", 1],
      ["b", 2],
    ]);
    assert.deepEqual(distinct([0, -0, Number.NaN, Number.NaN]), [0, Number.NaN]);
    assert.deepEqual(
      [...groupBy([1, 2, 3, 4], (n) => ({ odd: n % 2 })).values()],
      [
        [1, 3],
        [2, 4],
      ],
    );
    assert.deepEqual(
      [...countBy(pairs, ([name]) => name)],
      [
        ["a", 2],
        ["b", 1],
      ],
    );
    assert.deepEqual(
      [...keyBy(["a", "bb", "c"], (word) => word.length)],
      [
        [1, "c"],
        [2, "bb"],
      ],
    );
  });

  it("take nothing for granted about numbers", () => {
    assert.deepEqual([take([1, 2], -1), take([1, 2], 9), skip([1, 2], -1), skip([1, 2], 9)], [[], [1, 2], [1, 2], []]);
    assert.deepEqual([range(3, 3), range(3, 0), range(-1, 1)], [[], [], [-1, 0]]);
    assert.deepEqual(
      [chunk([], 2), chunk([1, 2, 3, 4], 2)],
      [
        [],
        [
          [1, 2],
          [3, 4],
        ],
      ],
    );
    assert.throws(() => chunk([1], 0), OutOfRange);
    assert.throws(() => range(0, 1_000_000_000), /a range of 1000000000 numbers is too long/);
    assert.equal(range(-5, 9_999_995).length, 10_000_000);
    assert.deepEqual(zip([1, 2, 3], ["a"]), [[1, "a"]]);
  });

  it("add up exactly, or fail", () => {
    assert.equal(sumOfInts([Number.MAX_SAFE_INTEGER, -1]), Number.MAX_SAFE_INTEGER - 1);
    assert.throws(() => sumOfInts([Number.MAX_SAFE_INTEGER, 1]), IntegerOverflow);
    assert.equal(sum([1e300, 1e300]), 2e300);
    assert.deepEqual([sum([]), average([]), min([]), maxBy([], (n) => n)], [0, null, null, null]);
    assert.equal(
      minBy([], (n) => n),
      null,
    );
  });

  it("find the first of the greatest and the smallest", () => {
    const list = [
      { n: 1, at: 0 },
      { n: 2, at: 1 },
      { n: 1, at: 2 },
      { n: 2, at: 3 },
    ];
    assert.deepEqual([minBy(list, ({ n }) => n)?.at, maxBy(list, ({ n }) => n)?.at], [0, 1]);
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (numbers) => {
        assert.deepEqual([min(numbers), max(numbers)], [sort(numbers).at(0), sort(numbers).at(-1)]);
      }),
    );
  });
});
