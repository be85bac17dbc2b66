import assert from "node:assert/strict";
import { mkdirSync, readdirSync, renameSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { type Schema, t } from "../../../../runtime/contract/schema.ts";
import { stateFiles } from "../../../../runtime/state/state-files.ts";
import { StateStore } from "../../../../runtime/state/state-store.ts";
import { smallDisks } from "../../../support/small-disk.ts";
import { tempFolders } from "../../../support/temp-folder.ts";

describe("a state log", () => {
  const folder = tempFolders();
  const disk = smallDisks();

  function open(directory: string, value: Schema, segmentBytes = 1000): Promise<StateStore> {
    return StateStore.open({
      files: stateFiles(directory, "p", "s"),
      stream: "s",
      shapes: new Map([["a", { kind: "test", key: t.int, value }]]),
      discard: new Set(),
      segmentBytes,
    });
  }

  async function commit(store: StateStore, time: number): Promise<void> {
    await store.commit({ every: 1000, zeroTime: 0, time, inputs: new Map() });
  }

  /** What is kept, and the time of the batch that left it. */
  async function kept(directory: string, value: Schema): Promise<readonly [number | undefined, unknown[]]> {
    const store = await open(directory, value);
    const values = [...store.table("a").entries()].map((entry) => entry.value);
    const time = store.manifest?.time;
    await store.close();
    return [time, values];
  }

  /** Three batches. The values of the first are live in the oldest of many segments, and the log is too long. */
  async function tooLong(directory: string, value: Schema, values: readonly unknown[], filler: unknown): Promise<void> {
    const store = await open(directory, value);
    for (const [index, one] of values.entries()) store.table("a").set(index, one);
    await commit(store, 1000);
    store.table("a").set(-1, filler);
    await commit(store, 2000);
    store.table("a").remove(store.table("a").find(-1)!);
    await commit(store, 3000);
    await store.close();
  }

  it("has nothing of a batch whose manifest would fit on the disk where its changes do not", async function () {
    const directory = disk(this).path;
    const store = await open(directory, t.string);
    store.table("a").set(1, "old");
    await commit(store, 1000);
    store.table("a").set(1, "x".repeat(8_500_000));
    await assert.rejects(commit(store, 2000), { code: "ENOSPC" });
    await store.close();
    assert.deepEqual(await kept(directory, t.string), [1000, ["old"]]);
  });

  it("keeps the last manifest until there is another, though nothing else of its segment is needed", async () => {
    const directory = folder();
    const store = await open(directory, t.string, 100);
    const table = store.table("a");
    table.set(1, "x".repeat(100));
    await commit(store, 1000);
    table.remove(table.find(1)!);
    await commit(store, 2000);
    // The first frame of this batch fills a segment, and the second cannot begin another one.
    for (const key of [2, 3]) table.set(key, "x".repeat(1_100_000));
    const inTheWay = join(stateFiles(directory, "p", "s").log, "0000000000000005.log");
    mkdirSync(inTheWay);
    for (let tries = 0; tries < 2; tries++) await assert.rejects(commit(store, 3000), { code: "EISDIR" });
    rmdirSync(inTheWay);
    await store.close();
    assert.deepEqual(await kept(directory, t.string), [2000, []]);
  });

  it("can try again where its oldest segment could not be read", async () => {
    const directory = folder();
    await tooLong(directory, t.string, ["a", "b"], "x".repeat(10_000));
    const store = await open(directory, t.string);
    const { log } = stateFiles(directory, "p", "s");
    const oldest = join(log, readdirSync(log).sort()[0]!);
    renameSync(oldest, `${oldest}.away`);
    await assert.rejects(commit(store, 4000), { code: "ENOENT" });
    renameSync(`${oldest}.away`, oldest);
    await commit(store, 4000);
    await store.close();
    assert.deepEqual(await kept(directory, t.string), [4000, ["a", "b"]]);
  });

  it("has no value of a former type, though it was too long when the type changed", async () => {
    const directory = folder();
    const filler = { a: 0, b: "x".repeat(10_000) };
    await tooLong(directory, t.record({ a: t.int, b: t.string }), [{ a: 1, b: "b" }], filler);
    const store = await open(directory, t.record({ a: t.int }));
    await commit(store, 4000);
    await store.close();
    assert.deepEqual(await kept(directory, t.record({ a: t.int, b: t.nullable(t.int) })), [4000, [{ a: 1, b: null }]]);
  });
});
