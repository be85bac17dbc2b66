/** What every channel does, whatever it keeps its events in. */
import assert from "node:assert/strict";
import type { Channel, Taken } from "../../../runtime/contract/channel.ts";
import type { Declared } from "../../../runtime/contract/context.ts";
import { ChannelFullError } from "../../../runtime/contract/errors.ts";
import { type Event, event } from "../../../runtime/contract/event.ts";
import { t } from "../../../runtime/contract/schema.ts";
import { type ManualClock, manualClock } from "../../support/manual-clock.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { type TestContext, testContext } from "../../support/test-context.ts";

export interface ChannelLimits {
  readonly capacity: number;
  readonly transactionCapacity: number;
  readonly keepAlive: number;
}

export type MakeChannel = (limits: ChannelLimits, declared: Declared) => Channel<string>;

export const declared: Declared = { name: "a1.c1", place: "a.flow:3:11", element: t.string };

/** Takes what is there, and waits for nothing. */
export const now = AbortSignal.abort();

export function events(from: number, to: number): Event<string>[] {
  return Array.from({ length: to - from }, (_, index) => event(`event ${from + index}`));
}

export async function put(channel: Channel<string>, from: number, to: number): Promise<void> {
  const claim = await channel.put(events(from, to));
  await claim.commit();
}

export function bodies(taken: Taken<string> | null): string[] | null {
  return taken === null ? null : taken.events.map(({ body }) => body);
}

export function texts(from: number, to: number): string[] {
  return events(from, to).map(({ body }) => body);
}

export function channelSuite(make: MakeChannel): void {
  const folder = tempFolders();
  let clock: ManualClock;
  let context: TestContext;
  const opened: Channel<string>[] = [];

  beforeEach(() => {
    clock = manualClock();
    context = testContext({ clock, dataDir: folder() });
  });
  afterEach(async () => {
    for (const channel of opened.splice(0)) await channel.close();
  });

  async function open(limits: Partial<ChannelLimits> = {}): Promise<Channel<string>> {
    const channel = make({ capacity: 10, transactionCapacity: 5, keepAlive: 3000, ...limits }, declared);
    await channel.open(context);
    opened.push(channel);
    return channel;
  }

  it("does not wait for room that is asked for now", async () => {
    const channel = await open({ capacity: 5 });
    await put(channel, 0, 5);
    await assert.rejects(channel.put(events(5, 6), now), new ChannelFullError(declared.name, 0));
    assert.equal(clock.now(), 0);
    await (await channel.take(5, now))!.commit();
    await (await channel.put(events(5, 6), now)).commit();
    assert.deepEqual(bodies(await channel.take(5, now)), texts(5, 6));
  });

  it("gives events in the order in which they were committed, up to as many as were asked for", async () => {
    const channel = await open();
    await put(channel, 0, 3);
    await put(channel, 3, 7);
    assert.equal(channel.size, 7);
    for (const [from, to] of [
      [0, 2],
      [2, 6],
      [6, 7],
    ] as const) {
      const taken = await channel.take(to - from, now);
      assert.deepEqual(bodies(taken), texts(from, to));
      await taken!.commit();
    }
    assert.equal(channel.size, 0);
    assert.equal(await channel.take(5, now), null);
  });

  it("keeps headers", async () => {
    const channel = await open();
    const headers = new Map([
      ["host", "máquina"],
      ["", ""],
      ["n", "1"],
    ]);
    await (await channel.put([event("x", headers), event("y")])).commit();
    const taken = await channel.take(5, now);
    assert.deepEqual(
      taken!.events.map((one) => [...one.headers]),
      [[...headers], []],
    );
    await taken!.commit();
  });

  it("shows nothing of a put before its commit, and nothing of one rolled back", async () => {
    const channel = await open();
    const first = await channel.put(events(0, 2));
    const second = await channel.put(events(2, 4));
    assert.equal(await channel.take(5, now), null);
    await second.commit();
    await first.rollback();
    const taken = await channel.take(5, now);
    assert.deepEqual(bodies(taken), texts(2, 4));
    await taken!.commit();
    assert.equal(channel.size, 0);
  });

  it("puts a batch that was rolled back at the head again, in order", async () => {
    const channel = await open();
    await put(channel, 0, 6);
    const first = await channel.take(2, now);
    const second = await channel.take(2, now);
    await second!.rollback();
    await first!.rollback();
    const again = await channel.take(10, now);
    assert.deepEqual(bodies(again)?.slice(0, 2), texts(0, 2));
    await again!.rollback();
    const seen: string[] = [];
    for (let taken = await channel.take(4, now); taken !== null; taken = await channel.take(4, now)) {
      seen.push(...bodies(taken)!);
      await taken.commit();
    }
    assert.deepEqual(seen, texts(0, 6));
  });

  it("counts what is claimed, held and taken against its capacity", async () => {
    const channel = await open();
    const claim = await channel.put(events(0, 4));
    await put(channel, 4, 8);
    const taken = await channel.take(4, now);
    const full = channel.put(events(8, 11));
    full.catch(() => {});
    await clock.advance(3000);
    await assert.rejects(full, ChannelFullError);
    await taken!.commit();
    await (await channel.put(events(8, 11))).commit();
    await claim.rollback();
  });

  it("waits for room as long as its keep-alive, first come first served", async () => {
    const channel = await open();
    await put(channel, 0, 5);
    await put(channel, 5, 10);
    let granted = "";
    const large = channel.put(events(10, 14)).then((claim) => {
      granted += "large ";
      return claim;
    });
    const small = channel.put(events(14, 15)).then((claim) => {
      granted += "small ";
      return claim;
    });
    await clock.advance(1000);
    const taken = await channel.take(2, now);
    await taken!.commit();
    await clock.advance(1000);
    assert.equal(granted, "", "the small one must not overtake");
    await (await channel.take(3, now))!.commit();
    await (await large).commit();
    await (await small).commit();
    assert.equal(granted, "large small ");
    await channel.close();
    opened.pop();
    assert.equal(clock.waiting, 0, "no timer is left behind");
  });

  it("refuses at once what can never fit", async () => {
    const channel = await open();
    await assert.rejects(channel.put(events(0, 11)), /never fit.*capacity is 10/s);
  });

  it("wakes a waiting take at a commit, and gives null when its signal is aborted", async () => {
    const channel = await open();
    const patience = new AbortController();
    const first = channel.take(5, patience.signal);
    const second = channel.take(5, patience.signal);
    await put(channel, 0, 1);
    const taken = await first;
    assert.deepEqual(bodies(taken), texts(0, 1));
    await taken!.commit();
    patience.abort();
    assert.equal(await second, null);
  });

  it("shares its events among several who take, each once", async () => {
    const channel = await open({ capacity: 1000, transactionCapacity: 100 });
    const done = new AbortController();
    const seen: string[] = [];
    const takers = [1, 2, 3].map(async (max) => {
      for (
        let taken = await channel.take(max, done.signal);
        taken !== null;
        taken = await channel.take(max, done.signal)
      ) {
        await clock.settle();
        if (seen.length % 5 === 3) await taken.rollback();
        else {
          seen.push(...bodies(taken)!);
          await taken.commit();
        }
        if (seen.length % 5 === 3) seen.push("");
      }
    });
    for (let from = 0; from < 100; from += 10) await put(channel, from, from + 10);
    done.abort();
    await Promise.all(takers);
    assert.deepEqual(seen.filter((text) => text !== "").sort(), texts(0, 100).sort());
    assert.equal(channel.size, 0);
  });
}
