import assert from "node:assert/strict";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { type FileOptions, file } from "../../../runtime/channel/file.ts";
import type { Channel } from "../../../runtime/contract/channel.ts";
import { ChannelFullError, ComponentError } from "../../../runtime/contract/errors.ts";
import { event } from "../../../runtime/contract/event.ts";
import { t } from "../../../runtime/contract/schema.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { type TestContext, testContext } from "../../support/test-context.ts";
import { bodies, channelSuite, declared, now, put, texts } from "./channel-suite.ts";

const small = { minimumRequiredSpace: 0 };

describe("a file channel", () => {
  const folder = tempFolders();
  const opened: Channel<string>[] = [];
  afterEach(async () => {
    for (const channel of opened.splice(0)) await channel.close();
  });

  channelSuite((limits, declaration) => file({ ...limits, ...small }, declaration));

  async function open(directory: string, options: FileOptions = {}, context = testContext()): Promise<Channel<string>> {
    const channel = file<string>({ ...small, directory, ...options }, declared);
    await channel.open(context);
    opened.push(channel);
    return channel;
  }

  async function close(channel: Channel<string>): Promise<void> {
    opened.splice(opened.indexOf(channel), 1);
    await channel.close();
  }

  it("lives below the data directory unless it is told where", async () => {
    const dataDir = folder();
    const channel = file<string>(small, declared);
    await channel.open(testContext({ dataDir }));
    assert.ok(existsSync(join(dataDir, "channels", "a1.c1", "lock")));
    await channel.close();
    assert.ok(!existsSync(join(dataDir, "channels", "a1.c1", "lock")));
  });

  it("has room for so many bytes of files, also after a restart, and gets them back a file at a time", async () => {
    const directory = folder();
    const options = { byteCapacity: 2000, maxFileSize: 500, keepAlive: 1 };
    const body = "x".repeat(100);
    const fill = async (channel: Channel<string>): Promise<number> => {
      for (let events = 0; ; events++) {
        try {
          await (await channel.put([event(body)])).commit();
        } catch (error) {
          assert.ok(error instanceof ChannelFullError, String(error));
          return events;
        }
      }
    };
    const bytes = () =>
      readdirSync(directory)
        .filter((name) => name.endsWith(".log"))
        .reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);

    const first = await open(directory, options);
    const events = await fill(first);
    assert.ok(events > 5 && bytes() <= 2000 && bytes() > 1700, `${events} events, ${bytes()} bytes`);
    await close(first);
    const second = await open(directory, options);
    assert.equal(await fill(second), 0, "what is there counts");
    for (let left = events; left > 0; ) {
      const taken = (await second.take(3, now))!;
      left -= taken.events.length;
      await taken.commit();
    }
    const again = await fill(second);
    assert.ok(again > events / 2 && bytes() <= 2000, `${again} events, ${bytes()} bytes`);
    await assert.rejects(second.put([event("x".repeat(3000))]), /never fit into channel .* and 2000 bytes/);
  });

  it("has after a restart what was committed and not taken for good", async () => {
    const directory = folder();
    const first = await open(directory);
    await put(first, 0, 5);
    await put(first, 5, 10);
    await (await first.put([event("claimed only")])).rollback();
    await (await first.take(2, now))!.commit();
    await first.take(3, now);
    await close(first);
    const second = await open(directory);
    assert.equal(second.size, 8);
    await put(second, 10, 12);
    const taken = await second.take(100, now);
    const rest = await second.take(100, now);
    assert.deepEqual([...bodies(taken)!, ...(bodies(rest) ?? [])], texts(2, 12));
  });

  it("remembers what was taken in the middle", async () => {
    const directory = folder();
    const first = await open(directory);
    await put(first, 0, 12);
    const takes = [
      await first.take(3, now),
      await first.take(3, now),
      await first.take(3, now),
      await first.take(3, now),
    ];
    await takes[1]!.commit();
    await takes[3]!.commit();
    await close(first);
    const second = await open(directory);
    assert.equal(second.size, 6);
    await put(second, 12, 14);
    const seen: string[] = [];
    for (let taken = await second.take(2, now); taken !== null; taken = await second.take(2, now)) {
      seen.push(...bodies(taken)!);
      await taken.commit();
    }
    assert.deepEqual(seen, [...texts(0, 3), ...texts(6, 9), ...texts(12, 14)]);
  });

  it("delivers every committed transaction and invents none, wherever a crash cuts its last records", async () => {
    const directory = folder();
    const channel = await open(directory);
    const log = () => join(directory, readdirSync(directory).find((name) => name.endsWith(".log"))!);
    const sizes = [0];
    for (let from = 0; from < 15; from += 3) {
      await put(channel, from, from + 3);
      sizes.push(readFileSync(log()).length);
    }
    await (await channel.take(4, now))!.commit();
    const copy = folder();
    cpSync(directory, copy, { recursive: true });
    for (let cut = sizes[2]!; cut <= sizes.at(-1)!; cut++) {
      const crashed = folder();
      mkdirSync(crashed, { recursive: true });
      cpSync(copy, crashed, { recursive: true });
      truncateSync(log().replace(directory, crashed), cut);
      writeStaleLock(crashed);
      const again = await open(crashed);
      const committed = 3 * (sizes.filter((size) => size <= cut).length - 1);
      const taken = await again.take(100, now);
      assert.deepEqual(bodies(taken), texts(4, committed), `cut at ${cut}`);
      await close(again);
    }
  });

  it("repeats at most what was taken last, whichever half of the record of it is torn", async () => {
    const directory = folder();
    const channel = await open(directory);
    await put(channel, 0, 9);
    for (let taken = 0; taken < 3; taken++) await (await channel.take(2, now))!.commit();
    const bytes = readFileSync(join(directory, "taken"));
    await close(channel);
    for (const slot of [0, 1, 2]) {
      for (let torn = 0; torn < 24; torn++) {
        const crashed = folder();
        cpSync(directory, crashed, { recursive: true });
        const damaged = Buffer.from(bytes);
        damaged.fill(0xee, slot * 4096 + torn, slot * 4096 + 24);
        writeFileSync(join(crashed, "taken"), damaged);
        const again = await open(crashed);
        const left = bodies(await again.take(100, now))!;
        assert.ok(left.length === 3 || left.length === 5, `${left.length} left`);
        assert.deepEqual(left, texts(9 - left.length, 9));
        await close(again);
      }
    }
  });

  it("says so when its log was removed, whether or not anything was taken of it", async () => {
    for (const taken of [0, 2]) {
      const directory = folder();
      const first = await open(directory);
      await put(first, 0, 5);
      if (taken > 0) await (await first.take(taken, now))!.commit();
      await close(first);
      for (const name of readdirSync(directory)) if (name.endsWith(".log")) rmSync(join(directory, name));
      const context = testContext();
      const second = await open(directory, {}, context);
      assert.deepEqual(
        context.logged.map(({ level, message }) => [level, message]),
        [["error", "the log of this channel is gone, and with it whatever nobody had taken; it begins empty"]],
      );
      assert.equal(second.size, 0);
      await put(second, 0, 2);
      assert.deepEqual(bodies(await second.take(10, now)), texts(0, 2));
      await close(second);
      const calm = testContext();
      await close(await open(directory, {}, calm));
      assert.deepEqual(calm.logged, []);
    }
  });

  it("says how much is gone with its first file or its last one, and gives the room of that to others", async () => {
    for (const [which, message] of [
      [0, "a file of this channel's log is gone, with events that nobody had taken"],
      [-1, "the end of this channel's log is gone"],
    ] as const) {
      const directory = folder();
      const options = { maxFileSize: 300, capacity: 40 };
      const first = await open(directory, options);
      for (let from = 0; from < 40; from += 5) await put(first, from, from + 5);
      await close(first);
      const logs = () =>
        readdirSync(directory)
          .filter((name) => name.endsWith(".log"))
          .sort();
      const bases = logs().map((name) => Number(name.slice(0, 16)));
      const [from, to] = which === 0 ? [0, bases[1]!] : [bases.at(-1)!, 40];
      rmSync(join(directory, logs().at(which)!));

      const context = testContext();
      const second = await open(directory, options, context);
      assert.deepEqual(
        context.logged.map(({ message: told }) => told),
        [message],
      );
      assert.equal(second.size, 40 - (to - from));
      await put(second, 40, 40 + to - from);
      const expected = [...texts(0, from), ...texts(to, 40 + to - from)];
      const found: string[] = [];
      for (let taken = await second.take(10, now); taken !== null; taken = await second.take(10, now)) {
        found.push(...(bodies(taken) ?? []));
        await taken.commit();
      }
      assert.deepEqual(found, expected);
      assert.ok(logs().length <= 2, `${logs()} are left`);
      await close(second);
      const calm = testContext();
      await close(await open(directory, options, calm));
      assert.deepEqual(calm.logged, []);
    }
  });

  it("deletes files whose events are all gone", async () => {
    const directory = folder();
    const channel = await open(directory, { maxFileSize: 500 });
    const logs = () => readdirSync(directory).filter((name) => name.endsWith(".log")).length;
    for (let from = 0; from < 100; from += 5) await put(channel, from, from + 5);
    assert.ok(logs() > 5);
    for (let taken = await channel.take(7, now); taken !== null; taken = await channel.take(7, now))
      await taken.commit();
    assert.ok(logs() <= 2, `${logs()} files`);
    await close(channel);
    const again = await open(directory);
    assert.equal(again.size, 0);
  });

  it("refuses a directory that another component holds, and takes over one whose holder is gone", async () => {
    const directory = folder();
    const channel = await open(directory);
    const second = file<string>({ ...small, directory }, declared);
    await assert.rejects(second.open(testContext()), (error: unknown) => {
      assert.ok(error instanceof ComponentError);
      assert.match(error.message, /in use by process \d+/);
      return true;
    });
    await close(channel);
    writeStaleLock(directory);
    await open(directory);
  });

  it("refuses puts while the disk has less room than it must keep", async () => {
    const directory = folder();
    const channel = file<string>({ directory, minimumRequiredSpace: 2 ** 60 }, declared);
    await assert.rejects(channel.open(testContext()), /must stay free/);
    // Nothing is left open: the directory can be used.
    await open(directory);
  });

  it("keeps typed bodies, and counts and skips what is not of the type any more", async () => {
    const directory = folder();
    const before = t.record({ at: t.timestamp, tags: t.map(t.string, t.int), raw: t.nullable(t.bytes) });
    const body = { at: 1_767_225_600_000, tags: new Map([["a", 1]]), raw: new Uint8Array([1, 2]) };
    const other = { ...body, raw: null };
    const first = file<typeof body | typeof other>({ ...small, directory }, { ...declared, element: before });
    await first.open(testContext());
    await (await first.put([event(body), event(other)])).commit();
    const taken = await first.take(5, now);
    assert.deepEqual(
      taken!.events.map((one) => one.body),
      [body, other],
    );
    await taken!.rollback();
    await first.close();

    const context: TestContext = testContext();
    const changed = t.record({ at: t.timestamp, raw: t.bytes });
    const second = file<unknown>({ ...small, directory }, { ...declared, element: changed });
    await second.open(context);
    const left = await second.take(5, now);
    assert.deepEqual(
      left!.events.map((one) => one.body),
      [{ at: body.at, raw: body.raw }],
    );
    await left!.commit();
    assert.equal(second.size, 0);
    assert.equal(context.counted.get("undecodable"), 1);
    assert.match(context.logged[0]!.message, /expected bytes in base64, found null at \.raw/);
    await second.close();
  });
});

/** A lock as a process leaves it that was killed: its number may belong to another by now. */
function writeStaleLock(directory: string): void {
  writeFileSync(join(directory, "lock"), JSON.stringify({ host: hostname(), pid: process.pid, started: "1" }));
}
