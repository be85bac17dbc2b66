import assert from "node:assert/strict";
import { DelayedWrite } from "../../../runtime/system/delayed-write.ts";
import { manualClock } from "../../support/manual-clock.ts";

describe("a delayed write", () => {
  /** Writes that are noted by their time; `fail` makes the next ones fail. */
  function writes(interval: number) {
    const clock = manualClock();
    const times: number[] = [];
    const told: unknown[] = [];
    let failures = 0;
    const write = new DelayedWrite({
      clock,
      interval,
      async write() {
        if (failures-- > 0) throw new Error("disk full");
        times.push(clock.now());
      },
      told: (error) => told.push(error === null ? null : (error as Error).message),
    });
    return { clock, times, told, write, fail: (count: number) => (failures = count) };
  }

  it("is one for all requests within the interval, and none where there are none", async () => {
    const { clock, times, told, write } = writes(3000);
    await write.request();
    await clock.advance(1000);
    await write.request();
    await clock.advance(1999);
    assert.deepEqual(times, []);
    await clock.advance(1);
    assert.deepEqual(times, [3000]);
    assert.equal(clock.waiting, 0);
    await clock.advance(10_000);
    await write.request();
    await clock.advance(3000);
    assert.deepEqual(times, [3000, 16_000]);
    assert.deepEqual(told, [null, null]);
  });

  it("is done at once with an interval of 0, and rejects as the write does", async () => {
    const { times, told, write, fail } = writes(0);
    await write.request();
    assert.deepEqual(times, [0]);
    fail(1);
    await assert.rejects(write.request(), /disk full/);
    assert.deepEqual(told, []);
  });

  it("is done by a flush where one is due, and only there", async () => {
    const { clock, times, write } = writes(3000);
    await write.flush();
    assert.deepEqual(times, []);
    await write.request();
    await clock.advance(10);
    await write.flush();
    assert.deepEqual(times, [10]);
    assert.equal(clock.waiting, 0);
    await write.now();
    assert.deepEqual(times, [10, 10]);
  });

  it("is tried again after the interval, and by a flush, when it fails", async () => {
    const { clock, times, told, write, fail } = writes(3000);
    await write.request();
    fail(2);
    await clock.advance(3000);
    assert.deepEqual(told, ["disk full"]);
    await assert.rejects(write.flush(), /disk full/);
    await write.request();
    await clock.advance(3000);
    assert.deepEqual(times, [6000]);
    assert.deepEqual(told, ["disk full", null]);
  });
});
