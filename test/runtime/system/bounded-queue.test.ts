import assert from "node:assert/strict";
import { BoundedQueue } from "../../../runtime/system/bounded-queue.ts";
import { manualClock } from "../../../runtime/testing/manual-clock.ts";

describe("BoundedQueue", () => {
  it("gives elements in the order in which they were pushed, and null once it is closed and empty", async () => {
    const queue = new BoundedQueue<string>({ elements: 10, bytes: 10 });
    const early = queue.next();
    await queue.push("a");
    await queue.push("b");
    queue.close();
    assert.deepEqual([await early, await queue.next(), await queue.next()], ["a", "b", null]);
    assert.equal(await queue.push("c"), false);
  });

  it("holds a writer back while there are too many elements", async () => {
    const { queue, pushed, push } = filling({ elements: 2, bytes: 100 });
    for (const name of ["a", "b", "c"]) push(name, 1);
    await manualClock().settle();
    assert.deepEqual(pushed, ["a true", "b true"]);
    assert.equal(await queue.next(), "a");
    await manualClock().settle();
    assert.deepEqual(pushed, ["a true", "b true", "c true"]);
    assert.equal(queue.size, 2);
  });

  it("holds a writer back while there are too many bytes, but lets a large element into an empty queue", async () => {
    const { queue, pushed, push } = filling({ elements: 10, bytes: 5 });
    push("large", 9);
    push("small", 1);
    await manualClock().settle();
    assert.deepEqual(pushed, ["large true"]);
    assert.equal(await queue.next(), "large");
    await manualClock().settle();
    assert.deepEqual(pushed, ["large true", "small true"]);
  });

  it("lets go of a writer who waits when it is closed", async () => {
    const { queue, pushed, push } = filling({ elements: 1, bytes: 5 });
    push("in", 0);
    push("out", 0);
    await manualClock().settle();
    queue.close();
    await manualClock().settle();
    assert.deepEqual(pushed, ["in true", "out false"]);
    assert.deepEqual([await queue.next(), await queue.next()], ["in", null]);
  });
});

function filling(limits: { elements: number; bytes: number }) {
  const queue = new BoundedQueue<string>(limits);
  const pushed: string[] = [];
  const push = (name: string, bytes: number) =>
    void queue.push(name, bytes).then((isIn) => pushed.push(`${name} ${isIn}`));
  return { queue, pushed, push };
}
