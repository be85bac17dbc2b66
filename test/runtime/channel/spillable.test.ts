import assert from "node:assert/strict";
import { type SpillableOptions, spillable } from "../../../runtime/channel/spillable.ts";
import type { Channel } from "../../../runtime/contract/channel.ts";
import { event } from "../../../runtime/contract/event.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { testContext } from "../../support/test-context.ts";
import { bodies, channelSuite, declared, now, put, texts } from "./channel-suite.ts";

describe("a spillable channel", () => {
  const folder = tempFolders();
  const opened: Channel<string>[] = [];
  afterEach(async () => {
    for (const channel of opened.splice(0)) await channel.close();
  });

  for (const memoryCapacity of [0, 3, 1000]) {
    describe(`with ${memoryCapacity} events in memory`, () => {
      channelSuite((limits, declaration) => {
        return spillable({ ...limits, memoryCapacity, minimumRequiredSpace: 0 }, declaration);
      });
    });
  }

  async function open(directory: string, options: SpillableOptions = {}) {
    const channel = spillable<string>(
      { directory, memoryCapacity: 4, minimumRequiredSpace: 0, keepAlive: 1, ...options },
      declared,
    );
    const context = testContext();
    await channel.open(context);
    opened.push(channel);
    return { channel, context };
  }

  async function takeAll(channel: Channel<string>, size: number): Promise<string[]> {
    const found: string[] = [];
    for (;;) {
      const taken = await channel.take(size, now);
      if (taken === null) return found;
      found.push(...bodies(taken)!);
      await taken.commit();
    }
  }

  it("keeps the order while events go to disk and come back, also of those that are rolled back", async () => {
    const { channel, context } = await open(folder());
    await put(channel, 0, 3);
    await put(channel, 3, 8);
    await put(channel, 8, 9);
    assert.equal(context.counted.get("spilled"), 6);
    assert.equal(channel.size, 9);
    const first = (await channel.take(2, now))!;
    assert.deepEqual(bodies(first), texts(0, 2));
    await first.rollback();
    assert.deepEqual(bodies(await commit(await channel.take(3, now))), texts(0, 3));
    // Memory is empty, and the disk is not: what comes now is younger.
    await put(channel, 9, 10);
    const fromDisk = (await channel.take(4, now))!;
    await put(channel, 10, 11);
    await fromDisk.rollback();
    assert.deepEqual(await takeAll(channel, 3), texts(3, 11));
    await put(channel, 11, 12);
    assert.equal(context.counted.get("spilled"), 8, "with nothing on disk memory is used again");
    assert.deepEqual(await takeAll(channel, 3), texts(11, 12));
  });

  it("has after a restart what was on disk, and counts it", async () => {
    const directory = folder();
    const { channel } = await open(directory, { capacity: 10, transactionCapacity: 10 });
    await put(channel, 0, 4);
    await put(channel, 4, 10);
    await assert.rejects(channel.put([event("no room")]), { name: "ChannelFullError" });
    await opened.pop()!.close();
    const { channel: next } = await open(directory, { capacity: 10, transactionCapacity: 10 });
    assert.equal(next.size, 6);
    await put(next, 10, 14);
    await assert.rejects(next.put([event("no room")]), { name: "ChannelFullError" });
    assert.deepEqual(await takeAll(next, 5), texts(4, 14));
    await put(next, 14, 15);
    assert.deepEqual(await takeAll(next, 5), texts(14, 15));
  });

  it("puts on disk what has too many bytes for memory", async () => {
    const { channel, context } = await open(folder(), { byteCapacity: 100 });
    await (await channel.put([event("x".repeat(1000))])).commit();
    assert.equal(context.counted.get("spilled"), 1);
    assert.equal((await takeAll(channel, 5)).length, 1);
  });

  async function commit(taken: Awaited<ReturnType<Channel<string>["take"]>>) {
    await taken?.commit();
    return taken;
  }
});
