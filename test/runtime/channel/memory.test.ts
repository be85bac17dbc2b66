import assert from "node:assert/strict";
import { memory } from "../../../runtime/channel/memory.ts";
import type { Channel } from "../../../runtime/contract/channel.ts";
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
    await assert.rejects(full, new ChannelFullError(declared.name, 10, true));
    await (await channel.put([event("z".repeat(10))])).commit();
    const taken = await channel.take(1, now);
    await taken!.commit();
    await (await channel.put([event("y".repeat(40))])).commit();
  });

  it("lets a put that is larger than its byte capacity in when nothing else is there", async () => {
    const channel = memory<string>({ byteCapacity: 100 }, declared);
    await channel.open(testContext());
    await (await channel.put([event("x")])).commit();
    await assert.rejects(channel.put([event("w".repeat(5000))], now), ChannelFullError);
    await (await channel.take(1, now))!.commit();
    await (await channel.put([event("w".repeat(5000))])).commit();
    await assert.rejects(channel.put([event("x")], now), ChannelFullError);
    await (await channel.take(1, now))!.commit();
    await (await channel.put([event("x".repeat(50))])).commit();
  });

  it("bounds its bytes at 256 MiB when it is not asked to", async () => {
    const channel = memory<string>({ capacity: 10_000 }, declared);
    await channel.open(testContext());
    const large = event("x".repeat(2 ** 20));
    for (let number = 0; number < 128; number++) await (await channel.put([large])).commit();
    await assert.rejects(channel.put([event("x")], now), /reaches its byteCapacity/);
    const unbounded = memory<string>({ capacity: 10_000, byteCapacity: null }, declared);
    await unbounded.open(testContext());
    for (let number = 0; number < 200; number++) await (await unbounded.put([large])).commit();
  });

  it("gives back the bytes of each put as its events leave, in whatever parts", async () => {
    const channel = memory<string>({ capacity: 10_000, byteCapacity: 20_000 }, declared);
    await channel.open(testContext());
    for (let round = 0; round < 300; round++) {
      const large = [event("x".repeat(4000)), event("x".repeat(1 + (round % 7)))];
      const small = Array.from({ length: 90 }, () => event("y".repeat(10)));
      for (const events of [large, small]) await (await channel.put(events, now)).commit();
      for (const count of [1, 30, 61]) await (await channel.take(count, now))!.commit();
      await assert.rejects(
        channel
          .take(1, now)
          .then((taken) => assert.equal(taken, null))
          .then(() => fill(channel)),
        ChannelFullError,
      );
      while (true) {
        const taken = await channel.take(100, now);
        if (taken === null) break;
        await taken.commit();
      }
    }
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

/** Puts bodies of 1000 bytes until there is no room; there is room for 20 of them. */
async function fill(channel: Channel<string>): Promise<never> {
  for (let count = 0; ; count++) {
    assert.ok(count <= 20);
    const put = channel.put([event("z".repeat(500))], now);
    if (count < 20) await (await put).commit();
    else await put;
  }
}
