import assert from "node:assert/strict";
import { Mutex } from "../../../runtime/system/mutex.ts";
import { manualClock } from "../../../runtime/testing/manual-clock.ts";

describe("Mutex", () => {
  it("runs one action at a time, in the order in which they were asked for", async () => {
    const clock = manualClock();
    const mutex = new Mutex();
    const said: string[] = [];
    const action = (name: string, ms: number) => async () => {
      said.push(`${name} begins`);
      await clock.sleep(ms);
      said.push(`${name} ends`);
    };
    void mutex.run(action("slow", 10));
    void mutex.run(action("fast", 1));
    await clock.advance(20);
    assert.deepEqual(said, ["slow begins", "slow ends", "fast begins", "fast ends"]);
  });

  it("hands on what an action returns or throws, and runs the next one either way", async () => {
    const mutex = new Mutex();
    const failing = mutex.run(() => {
      throw new Error("no");
    });
    const next = mutex.run(() => 7);
    await assert.rejects(failing, { message: "no" });
    assert.equal(await next, 7);
  });

  it("is idle when what was asked for is done, even if it failed and nobody waited for it", async () => {
    const clock = manualClock();
    const mutex = new Mutex();
    void mutex
      .run(async () => {
        await clock.sleep(10);
        throw new Error("nobody hears this");
      })
      .catch(() => {});
    let isIdle = false;
    void mutex.idle().then(() => {
      isIdle = true;
    });
    await clock.advance(9);
    assert.equal(isIdle, false);
    await clock.advance(1);
    assert.equal(isIdle, true);
  });
});
