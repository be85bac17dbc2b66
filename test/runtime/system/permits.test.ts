import assert from "node:assert/strict";
import { Permits } from "../../../runtime/system/permits.ts";
import { manualClock } from "../../../runtime/testing/manual-clock.ts";

describe("Permits", () => {
  it("bounds elements and bytes", () => {
    const permits = new Permits({ elements: 3, bytes: 10, patience: 0 });
    assert.equal(permits.tryAcquire(2, 4), true);
    assert.equal(permits.tryAcquire(2, 1), false);
    assert.equal(permits.tryAcquire(1, 7), false);
    assert.equal(permits.tryAcquire(1, 6), true);
    permits.release(2, 4);
    assert.equal(permits.tryAcquire(2, 5), false);
    assert.equal(permits.tryAcquire(2, 4), true);
    assert.equal(permits.couldHold(4, 0), false);
    assert.equal(permits.couldHold(3, 10), true);
  });

  it("grants in the order of the requests, so that small ones do not starve a large one", async () => {
    const { permits, clock, outcomes, acquire } = opened({ elements: 3, patience: 1000 });
    permits.tryAcquire(3, 0);
    acquire("large", 3);
    acquire("small", 1);
    permits.release(1, 0);
    assert.equal(permits.tryAcquire(1, 0), false);
    await clock.settle();
    assert.deepEqual(outcomes, []);
    permits.release(2, 0);
    await clock.settle();
    assert.deepEqual(outcomes, ["large true"]);
    permits.release(3, 0);
    await clock.settle();
    assert.deepEqual(outcomes, ["large true", "small true"]);
  });

  it("refuses after the patience, and grants what stood behind then", async () => {
    const { permits, clock, outcomes, acquire } = opened({ elements: 3, patience: 1000 });
    permits.tryAcquire(2, 0);
    acquire("large", 3);
    await clock.advance(500);
    acquire("small", 1);
    await clock.advance(499);
    assert.deepEqual(outcomes, []);
    await clock.advance(1);
    assert.deepEqual(outcomes, ["large false", "small true"]);
  });

  it("never refuses with patience without end, until it is closed", async () => {
    const { permits, clock, outcomes, acquire } = opened({ elements: 1, patience: Number.POSITIVE_INFINITY });
    permits.tryAcquire(1, 0);
    acquire("patient", 1);
    await clock.advance(1e9);
    assert.deepEqual(outcomes, []);
    assert.equal(clock.waiting, 0);
    permits.close();
    await clock.settle();
    acquire("later", 1);
    await clock.settle();
    assert.deepEqual(outcomes, ["patient false", "later false"]);
  });

  it("holds what there was before, even above its limits", () => {
    const permits = new Permits({ elements: 3, bytes: 10, patience: 0 });
    permits.restore(5, 0);
    permits.release(2, 0);
    assert.equal(permits.tryAcquire(1, 0), false);
    permits.release(1, 0);
    assert.equal(permits.tryAcquire(1, 0), true);
  });
});

function opened({ elements, patience }: { elements: number; patience: number }) {
  const permits = new Permits({ elements, bytes: Number.POSITIVE_INFINITY, patience });
  const clock = manualClock();
  const outcomes: string[] = [];
  const acquire = (name: string, count: number) =>
    void permits.acquire(count, 0, clock).then((isGranted) => outcomes.push(`${name} ${isGranted}`));
  return { permits, clock, outcomes, acquire };
}
