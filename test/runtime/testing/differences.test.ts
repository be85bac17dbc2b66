import assert from "node:assert/strict";
import { compareBatches, compareLists, differInOrder, nearestBatch } from "../../../runtime/testing/differences.ts";

describe("differences of batches", () => {
  it("do not lie in the order", () => {
    assert.equal(compareLists(["a", "b", "a"], ["b", "a", "a"]), null);
  });

  it("lie in how often an element is there", () => {
    assert.deepEqual(compareLists(["a", "a"], ["a", "b"]), { batch: null, missing: ["a"], unexpected: ["b"] });
  });

  it("are told by batch, also where only one side has it", () => {
    assert.deepEqual(compareBatches([["a"], ["b"]], [["a"], ["c"], ["d"]]), [
      { batch: 2, missing: ["b"], unexpected: ["c"] },
      { batch: 3, missing: [], unexpected: ["d"] },
    ]);
  });

  it("lie in the order where that counts, from where it parts", () => {
    const found = compareBatches([["a", "b", "c"], ["a"]], [["a", "c", "b"], ["a"]], true);
    assert.deepEqual(found, [{ batch: 1, missing: ["b", "c"], unexpected: ["c", "b"] }]);
    assert.equal(differInOrder(found), true);
    const other = compareBatches([["a", "b"], ["a"]], [["b", "a"], ["b"]], true);
    assert.equal(differInOrder(other), false);
    assert.deepEqual(compareBatches([["a"]], [["a", "a"]], true), [{ batch: 1, missing: [], unexpected: ["a"] }]);
  });

  it("are told of the batch that comes nearest", () => {
    const batches = [["a"], ["a", "b"], ["c"]];
    assert.equal(nearestBatch(["b", "a"], batches, true), null);
    assert.deepEqual(nearestBatch(["a", "b", "d"], batches, true), { batch: 2, missing: ["d"], unexpected: [] });
    assert.deepEqual(nearestBatch(["x"], batches, true), { batch: null, missing: ["x"], unexpected: [] });
  });
});
