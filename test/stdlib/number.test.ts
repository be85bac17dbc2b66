import assert from "node:assert/strict";
import fc from "fast-check";
import { Failure } from "../../runtime/contract/failure.ts";
import { IntegerOverflow } from "../../runtime/value/number.ts";
import { OutOfRange } from "../../runtime/value/out-of-range.ts";
import { ceil, floor, ln, log10, round, roundTo, sqrt, toFixed, truncate } from "../../stdlib/number/number.ts";

describe("functions of numbers", () => {
  it("round to whole numbers, of which there is one zero", () => {
    assert.deepEqual([round(2.5), round(-2.5), floor(-1.5), ceil(1.2)], [3, -2, -2, 2]);
    assert.ok(Object.is(round(-0.2), 0));
    assert.ok(Object.is(ceil(-0.2), 0));
  });

  it("fail where no exact whole number comes out", () => {
    for (const value of [2 ** 53, Number.POSITIVE_INFINITY, Number.NaN]) {
      assert.throws(() => round(value), IntegerOverflow);
      assert.throws(() => floor(value), IntegerOverflow);
      assert.throws(() => ceil(value), IntegerOverflow);
    }
  });

  it("round decimal numbers as they are written", () => {
    assert.deepEqual([roundTo(1.005, 2), roundTo(-1.005, 2), roundTo(2.5, 0), roundTo(-2.5, 0)], [1.01, -1.01, 3, -3]);
    assert.deepEqual([roundTo(1e21, 2), roundTo(1e-7, 2), roundTo(1.5e-7, 7)], [1e21, 0, 2e-7]);
    assert.deepEqual([roundTo(Number.NaN, 2), roundTo(-Infinity, 2), roundTo(1e20, 15)], [Number.NaN, -Infinity, 1e20]);
    assert.deepEqual([toFixed(1.005, 2), toFixed(0.1, 15), toFixed(-0.4, 0)], ["1.01", "0.100000000000000", "0"]);
    assert.throws(() => roundTo(1, 16), OutOfRange);
    assert.throws(() => toFixed(1, -1), OutOfRange);
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 6 }), (n, digits) => {
        const value = n / 10 ** digits;
        assert.equal(roundTo(value, digits), value);
      }),
    );
  });

  it("write large numbers without an exponent", () => {
    assert.equal(toFixed(1e21, 2), "1000000000000000000000.00");
    assert.equal(toFixed(-1.5e25, 0), "-15000000000000000285212672");
    assert.deepEqual([toFixed(Number.NaN, 2), toFixed(-Infinity, 2)], ["NaN", "-Infinity"]);
  });

  it("fail where there is no result", () => {
    assert.ok(sqrt(-1) instanceof Failure && ln(0) instanceof Failure && log10(-1) instanceof Failure);
    assert.deepEqual([sqrt(0), ln(1), log10(100)], [0, 0, 2]);
    assert.throws(() => truncate(1e300), IntegerOverflow);
    assert.ok(Object.is(truncate(-0.5), 0));
  });
});
