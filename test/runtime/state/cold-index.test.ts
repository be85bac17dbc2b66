import assert from "node:assert/strict";
import fc from "fast-check";
import { ColdIndex } from "../../../runtime/state/cold-index.ts";
import { SeenOrders } from "../../../runtime/state/log/seen-orders.ts";

describe("an index of what is only on disk", () => {
  it("finds what a plain list has, though hashes are equal, gaps close and it grows", () => {
    // Few hashes, at both ends of the range, so that nearly all have to give way and some go round the end.
    const hash = fc.constantFrom(0, 1, 0x7fffffff, 0xfffffffe, 0xffffffff, 0xffc00000);
    const step = fc.record({ hash, remove: fc.boolean(), pick: fc.nat() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 3000, size: "max" }), (steps) => {
        const index = new ColdIndex();
        let model: { readonly hash: number; readonly position: number }[] = [];
        for (const [at, { hash, remove, pick }] of steps.entries()) {
          const one = model[pick % (model.length || 1)];
          if (remove && one !== undefined) {
            index.remove(index.find(one.hash, (_, position) => position === one.position));
            model = model.filter((other) => other !== one);
          } else {
            index.add(hash, 7, at + 36);
            model.push({ hash, position: at + 36 });
          }
        }
        assert.equal(index.size, model.length);
        const seen: number[] = [];
        index.forEach((segment, position) => {
          assert.equal(segment, 7);
          seen.push(position);
        });
        assert.deepEqual(
          seen.sort((a, b) => a - b),
          model.map(({ position }) => position),
        );
        for (const { hash, position } of model) {
          assert.notEqual(
            index.find(hash, (_, at) => at === position),
            -1,
          );
        }
        assert.equal(
          index.find(12345, () => true),
          -1,
        );
      }),
      { numRuns: 30 },
    );
  });
});

describe("numbers that were seen", () => {
  it("are those that a set has, close together or not", () => {
    const number = fc.oneof(fc.integer({ min: 0, max: 2000 }), fc.maxSafeNat());
    fc.assert(
      fc.property(fc.array(number, { maxLength: 300 }), (numbers) => {
        const [orders, model] = [new SeenOrders(), new Set<number>()];
        for (const one of numbers) {
          assert.equal(orders.add(one), !model.has(one));
          model.add(one);
        }
      }),
    );
  });
});
