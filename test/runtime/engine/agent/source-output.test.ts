import assert from "node:assert/strict";
import { memory } from "../../../../runtime/channel/memory.ts";
import type { Channel } from "../../../../runtime/contract/channel.ts";
import type { Declared } from "../../../../runtime/contract/context.ts";
import { event } from "../../../../runtime/contract/event.ts";
import { t } from "../../../../runtime/contract/schema.ts";
import type { Flow } from "../../../../runtime/engine/agent/agent.ts";
import { SourceOutput } from "../../../../runtime/engine/agent/source-output.ts";
import { testContext } from "../../../support/test-context.ts";

describe("what a source puts", () => {
  const declared = (name: string): Declared => ({ name, place: "a.flow:1:1", element: t.string });
  const wire = { now: () => 0, rejected() {}, dropped() {}, passed() {}, shown() {} };
  const now = AbortSignal.abort();

  /** A channel whose next commits fail, and which gives the room of such a one back, as `file` does. */
  function onDisk(name: string, order: string[]): Channel<unknown> & { failures: number } {
    const channel = memory<unknown>({ capacity: 2 }, declared(name));
    const disk = {
      failures: 0,
      durable: true,
      capacity: channel.capacity,
      transactionCapacity: channel.transactionCapacity,
      size: 0,
      open: channel.open.bind(channel),
      take: channel.take.bind(channel),
      close: channel.close.bind(channel),
      async put(events: Parameters<typeof channel.put>[0]) {
        const claim = await channel.put(events);
        return {
          rollback: () => claim.rollback(),
          async commit() {
            order.push(name);
            if (disk.failures === 0) return claim.commit();
            disk.failures -= 1;
            await claim.rollback();
            throw new Error("no space left on device");
          },
        };
      },
    };
    return disk;
  }

  async function start(names: readonly string[]) {
    const context = testContext();
    const order: string[] = [];
    const disk = onDisk("f", order);
    const volatile = memory<unknown>({ capacity: 2, keepAlive: 10 }, declared("m"));
    const channels: Readonly<Record<string, Channel<unknown>>> = { f: disk, m: volatile };
    for (const channel of Object.values(channels)) await channel.open(context);
    const flow: Flow = { from: "r", to: names, optional: [], rejects: [], place: "a.flow:2:2" };
    const required = names.map((name) => ({ name, channel: channels[name]! }));
    const output = new SourceOutput([{ flow, required, optional: [], rejects: [] }], Object.values(channels), {
      wire,
      context,
      stopping: new AbortController().signal,
    });
    return { context, disk, volatile, output };
  }

  it("claims nothing any more once a commit has failed, so that everything flows when there is space again", async () => {
    for (const names of [["f", "m"], ["m", "f"], ["f"]]) {
      const { context, disk, volatile, output } = await start(names);
      disk.failures = 5;
      for (let time = 0; time < 5; time++) {
        await assert.rejects(output.put([event("a")]), /no space left/);
      }
      assert.equal(volatile.size, 0, "nothing was put twice");
      assert.equal(context.counted.get("failed"), 5);
      assert.equal(context.counted.get("accepted"), undefined);
      await output.put([event("b"), event("c")]);
      for (const channel of [disk, volatile].slice(0, names.length)) {
        const taken = await channel.take(10, now);
        assert.deepEqual(
          taken?.events.map(({ body }) => body),
          ["b", "c"],
        );
      }
      assert.deepEqual(
        context.logged.map(({ message }) => message),
        ["no space left on device", "recovered after 5 failed attempts"],
      );
    }
  });
});
