import assert from "node:assert/strict";
import fc from "fast-check";
import { BatchQueue } from "../../../runtime/channel/batch-queue.ts";

/** What is done to a queue: so many are added behind or before the others, or taken. */
const steps = fc.array(
  fc.record({
    what: fc.constantFrom("push", "push", "unshift", "shift", "shift"),
    count: fc.oneof(fc.nat(3), fc.nat(40)),
  }),
  { maxLength: 60 },
);

describe("BatchQueue", () => {
  it("gives what an array would", () => {
    fc.assert(
      fc.property(steps, (all) => {
        const queue = new BatchQueue<number>();
        const model: number[] = [];
        let next = 0;
        for (const { what, count } of all) {
          const items = Array.from({ length: what === "shift" ? 0 : count }, () => next++);
          if (what === "shift") assert.deepEqual(queue.shift(count), model.splice(0, count));
          else if (what === "push") model.push(...items);
          else model.unshift(...items);
          if (what === "push") queue.push(items);
          if (what === "unshift") queue.unshift(items);
          assert.equal(queue.size, model.length);
        }
        assert.deepEqual(queue.shift(Number.MAX_SAFE_INTEGER), model);
        assert.equal(queue.size, 0);
      }),
      { numRuns: 500 },
    );
  });

  it("is not changed by what becomes of an array that was pushed", () => {
    const queue = new BatchQueue<number>();
    const items = [1, 2, 3];
    queue.push(items);
    items.length = 0;
    assert.deepEqual(queue.shift(10), [1, 2, 3]);
  });
});
