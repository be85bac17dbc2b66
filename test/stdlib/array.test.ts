import assert from "node:assert/strict";
import fc from "fast-check";
import { contains, first, last, slice, sort, sortBy } from "../../stdlib/array/array.ts";
import { compare } from "../../stdlib/array/compare.ts";

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
});
