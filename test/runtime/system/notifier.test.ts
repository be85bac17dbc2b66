import assert from "node:assert/strict";
import { Notifier } from "../../../runtime/system/notifier.ts";
import { manualClock } from "../../../runtime/testing/manual-clock.ts";

describe("Notifier", () => {
  it("wakes the one who has waited longest, or all", async () => {
    const { notifier, woken, wait } = waiting();
    wait("a");
    wait("b");
    wait("c");
    notifier.wakeOne();
    await manualClock().settle();
    assert.deepEqual(woken, ["a"]);
    notifier.wakeAll();
    await manualClock().settle();
    assert.deepEqual(woken, ["a", "b", "c"]);
  });

  it("remembers no wake-up", async () => {
    const { notifier, woken, wait } = waiting();
    notifier.wakeOne();
    notifier.wakeAll();
    wait("late");
    await manualClock().settle();
    assert.deepEqual(woken, []);
  });

  it("wakes at an abort, and at once after one", async () => {
    const { woken, wait } = waiting();
    const controller = new AbortController();
    wait("before", controller.signal);
    wait("also before", controller.signal);
    await manualClock().settle();
    assert.deepEqual(woken, []);
    controller.abort();
    wait("after", controller.signal);
    await manualClock().settle();
    assert.deepEqual(woken.toSorted(), ["after", "also before", "before"]);
  });

  it("lets a waiter who is woken wait again without being woken twice", async () => {
    const notifier = new Notifier();
    let wakeUps = 0;
    void (async () => {
      for (;;) {
        await notifier.wait();
        wakeUps++;
      }
    })();
    notifier.wakeAll();
    await manualClock().settle();
    assert.equal(wakeUps, 1);
  });

  it("waits for a condition until a limit, and leaves no timer behind", async () => {
    const clock = manualClock();
    const notifier = new Notifier();
    let count = 0;
    const outcomes = Promise.all([
      notifier.waitFor(() => count > 1, clock, 10),
      notifier.waitFor(() => count > 5, clock, 10),
      notifier.waitFor(() => true, clock, 10),
    ]);
    for (; count < 3; count++) {
      await clock.advance(1);
      notifier.wakeAll();
    }
    assert.equal(clock.waiting, 1);
    await clock.advance(10);
    assert.deepEqual(await outcomes, [true, false, true]);
    assert.equal(clock.waiting, 0);
  });
});

function waiting() {
  const notifier = new Notifier();
  const woken: string[] = [];
  const wait = (name: string, signal?: AbortSignal) => void notifier.wait(signal).then(() => woken.push(name));
  return { notifier, woken, wait };
}
