import assert from "node:assert/strict";
import { IntegerOverflow } from "../../runtime/number.ts";
import { ceil, floor, round } from "../../stdlib/number/number.ts";

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
});
