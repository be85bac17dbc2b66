import assert from "node:assert/strict";
import { memory } from "../../../runtime/channel/memory.ts";
import { ChannelFullError } from "../../../runtime/contract/errors.ts";
import { event } from "../../../runtime/contract/event.ts";
import { manualClock } from "../../support/manual-clock.ts";
import { testContext } from "../../support/test-context.ts";
import { channelSuite, declared, now } from "./channel-suite.ts";

describe("a memory channel", () => {
  channelSuite((limits, declaration) => memory(limits, declaration));

  it("has Flume's defaults", () => {
    const channel = memory({}, declared);
    assert.equal(channel.capacity, 100);
    assert.equal(channel.transactionCapacity, 100);
  });

  it("bounds the bytes of its bodies when it is asked to", async () => {
    const clock = manualClock();
    const channel = memory<string>({ byteCapacity: 100, keepAlive: 10 }, declared);
    await channel.open(testContext({ clock }));
    await (await channel.put([event("x".repeat(40))])).commit();
    const full = channel.put([event("y".repeat(11))]);
    full.catch(() => {});
    await clock.advance(10);
    await assert.rejects(full, ChannelFullError);
    await (await channel.put([event("z".repeat(10))])).commit();
    const taken = await channel.take(1, now);
    await taken!.commit();
    await (await channel.put([event("y".repeat(40))])).commit();
    await assert.rejects(channel.put([event("w".repeat(51))]), /never fit.*100 bytes/s);
  });

  it("keeps what it was given and no longer than that", async () => {
    const channel = memory<string>({ capacity: 1000, transactionCapacity: 1000 }, declared);
    await channel.open(testContext());
    // The ring wraps round and grows in the middle of it.
    let next = 0;
    let expected = 0;
    for (const [puts, takes] of [
      [10, 7],
      [20, 3],
      [200, 150],
      [1, 60],
      [500, 511],
    ] as const) {
      await (await channel.put(Array.from({ length: puts }, () => event(String(next++))))).commit();
      const taken = await channel.take(takes, now);
      for (const { body } of taken!.events) assert.equal(body, String(expected++));
      await taken!.commit();
    }
    assert.equal(expected, next);
    assert.equal(channel.size, 0);
  });
});
