import assert from "node:assert/strict";
import { withTimeLimit } from "../../../runtime/system/time-limit.ts";
import { manualClock } from "../../../runtime/testing/manual-clock.ts";

describe("withTimeLimit", () => {
  it("gives what the work gives in time, and leaves no timer behind", async () => {
    const clock = manualClock();
    assert.equal(await withTimeLimit(clock, 10, Promise.resolve("done"), () => "late"), "done");
    await assert.rejects(
      withTimeLimit(clock, 10, Promise.reject(new Error("failed")), () => "late"),
      { message: "failed" },
    );
    assert.equal(clock.waiting, 0);
  });

  it("gives what `late` returns or throws after the limit, and drops what comes then", async () => {
    const clock = manualClock();
    const slow = async () => {
      await clock.sleep(20);
      throw new Error("too late to matter");
    };
    const outcome = withTimeLimit(clock, 10, slow(), () => "late");
    const thrown = withTimeLimit(clock, 10, slow(), () => {
      throw new Error("no answer");
    }).catch((error: Error) => error.message);
    await clock.advance(30);
    assert.deepEqual([await outcome, await thrown], ["late", "no answer"]);
  });

  it("has no limit at Infinity", async () => {
    const clock = manualClock();
    const outcome = withTimeLimit(
      clock,
      Number.POSITIVE_INFINITY,
      clock.sleep(1e9).then(() => "done"),
      () => "late",
    );
    await clock.advance(1e9);
    assert.equal(await outcome, "done");
  });
});
