import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspectData, repairData } from "../../../cli/data/data.ts";
import { type FileOptions, file } from "../../../runtime/channel/file.ts";
import type { Channel } from "../../../runtime/contract/channel.ts";
import { event } from "../../../runtime/contract/event.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { testContext } from "../../support/test-context.ts";
import { declared } from "./channel-suite.ts";

async function put(channel: Channel<string>, body: string): Promise<void> {
  await (await channel.put([event(body)])).commit();
}

/** A frame has 32 bytes and more: each batch makes a file. */
const SMALL = { minimumRequiredSpace: 0, maxFileSize: 1 };

describe("a file channel in several directories", () => {
  const folder = tempFolders();
  const opened: Channel<string>[] = [];
  afterEach(async () => {
    for (const channel of opened.splice(0)) await channel.close();
  });

  /** Three directories, which are not there yet. */
  function threeIn(base: string): { readonly directory: string; readonly directories: readonly [string, string] } {
    return { directory: join(base, "one"), directories: [join(base, "two"), join(base, "three")] };
  }

  async function open(options: FileOptions): Promise<Channel<string>> {
    const channel = file<string>({ ...SMALL, ...options }, declared);
    await channel.open(testContext());
    opened.push(channel);
    return channel;
  }

  async function close(channel: Channel<string>): Promise<void> {
    opened.splice(opened.indexOf(channel), 1);
    await channel.close();
  }

  const logsIn = (directory: string) => readdirSync(directory).filter((name) => name.endsWith(".log"));

  async function takeAll(channel: Channel<string>): Promise<readonly string[]> {
    const found: string[] = [];
    while (channel.size > 0) {
      const taken = await channel.take(100, new AbortController().signal);
      found.push(...taken!.events.map(({ body }) => body));
      await taken!.commit();
    }
    return found;
  }

  it("gives each its share, and keeps the order over a restart", async () => {
    const at = threeIn(folder());
    const first = await open(at);
    for (const body of ["a", "b", "c", "d", "e", "f"]) await put(first, body);
    for (const directory of [at.directory, ...at.directories]) assert.equal(logsIn(directory).length, 2, directory);
    await close(first);
    const second = await open(at);
    await put(second, "g");
    assert.deepEqual(await takeAll(second), ["a", "b", "c", "d", "e", "f", "g"]);
    // Files are given up wherever they are.
    const left = [at.directory, ...at.directories].flatMap(logsIn);
    assert.equal(left.length, 1, left.join());
  });

  it("takes in further ones, of a channel that has events", async () => {
    const { directory, directories } = threeIn(folder());
    const first = await open({ directory });
    await put(first, "a");
    await close(first);
    const second = await open({ directory, directories: [directories[0]] });
    await put(second, "b");
    await close(second);
    const third = await open({ directory, directories });
    await put(third, "c");
    assert.deepEqual(await takeAll(third), ["a", "b", "c"]);
    assert.equal(readFileSync(join(directory, "parts"), "utf8").trim().split("\n").length, 2);
  });

  it("does not start with one gone, and does when it is back, also elsewhere", async () => {
    const base = folder();
    const at = threeIn(base);
    const first = await open(at);
    for (const body of ["a", "b", "c"]) await put(first, body);
    await close(first);
    // As a disk that is not mounted leaves it: an empty directory.
    const away = join(base, "away");
    renameSync(at.directories[0], away);
    mkdirSync(at.directories[0]);
    await assert.rejects(open(at), (error: Error) => {
      assert.match(error.message, /two has none of this channel's files any more: is its disk mounted\?/);
      assert.match(error.message, /remove its line from \S*one\/parts and run `sluice data repair \S*one`/);
      return true;
    });
    assert.deepEqual(readdirSync(at.directories[0]), []);
    assert.ok(!existsSync(join(at.directory, "lock")));
    await assert.rejects(
      open({ ...at, directories: [at.directories[1]] }),
      /two is not among the channel's directories any more/,
    );
    const second = await open({ ...at, directories: [at.directories[1], away] });
    assert.deepEqual(await takeAll(second), ["a", "b", "c"]);
  });

  it("goes on without what was in one that is lost, once somebody has said so", async () => {
    const at = threeIn(folder());
    const first = await open(at);
    for (const body of ["a", "b", "c", "d"]) await put(first, body);
    await close(first);
    rmSync(at.directories[0], { recursive: true });
    await assert.rejects(open(at), /two has none of this channel's files/);
    const parts = join(at.directory, "parts");
    const kept = readFileSync(parts, "utf8").split("\n");
    writeFileSync(parts, kept.filter((line) => !line.endsWith("two")).join("\n"));
    const found = await inspectData(at.directory);
    assert.match(found.flatMap(({ damage }) => damage.map(({ what }) => what)).join(), /record 1 before the first one/);
    await repairData(at.directory, found, 1);
    const second = await open(at);
    await put(second, "e");
    assert.deepEqual(await takeAll(second), ["a", "c", "d", "e"]);
  });

  it("has no damage that `sluice data check` finds, in the first directory or in another", async () => {
    const base = folder();
    const at = threeIn(base);
    const first = await open(at);
    for (const body of ["a", "b", "c", "d"]) await put(first, body);
    await close(first);
    assert.deepEqual(await inspectData(at.directory), []);
    assert.deepEqual(await inspectData(at.directories[0]), []);
    assert.deepEqual(await inspectData(base), []);
  });

  it("takes no directory that has another channel", async () => {
    const base = folder();
    const at = threeIn(base);
    const first = await open(at);
    for (const body of ["a", "b"]) await put(first, body);
    await close(first);
    const other = { directory: join(base, "other") };
    await assert.rejects(open({ ...other, directories: [at.directory] }), /one has files of another channel/);
    await assert.rejects(open({ ...other, directories: [at.directories[0]] }), /two has files of another channel/);
    const again = await open(at);
    assert.deepEqual(await takeAll(again), ["a", "b"]);
  });

  it("shares its directories with no other process", async () => {
    const at = threeIn(folder());
    await open(at);
    await assert.rejects(open({ directory: join(folder(), "other"), directories: [at.directories[0]] }), /lock|use/);
  });
});
