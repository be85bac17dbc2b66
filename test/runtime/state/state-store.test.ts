import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { type Schema, t } from "../../../runtime/contract/schema.ts";
import { RecordWriter } from "../../../runtime/log-store/record-writer.ts";
import { SegmentLog } from "../../../runtime/log-store/segment-log.ts";
import { readSegment } from "../../../runtime/log-store/segment-records.ts";
import { stateFiles } from "../../../runtime/state/state-files.ts";
import { type BatchEnd, StateStore, type StateStoreOptions } from "../../../runtime/state/state-store.ts";
import type { StateTable, TableShape } from "../../../runtime/state/state-table.ts";
import { tempFolders } from "../../support/temp-folder.ts";

const numbers = { kind: "test", key: t.string, value: t.int, spills: true };

/** Of which nothing stays in memory that no batch changes. */
const noMemory = () => ({ limit: 1, used: 0 });

function endOf(time: number): BatchEnd {
  const inputs = new Map([["words", { identity: "w", positions: new Map([[0, String(time)]]) }]]);
  return { every: 1000, zeroTime: 0, time, inputs };
}

function pairs<K, V>(table: StateTable<K, V>): [K, V][] {
  return [...table.entries()].map(({ key, value }) => [key, value]);
}

describe("a state store", () => {
  const folder = tempFolders();

  function openStore(
    directory: string,
    shapes: Readonly<Record<string, TableShape<unknown>>>,
    options: Partial<StateStoreOptions> = {},
  ): Promise<StateStore> {
    const files = stateFiles(directory, "p", "s");
    return StateStore.open({
      files,
      stream: "s",
      shapes: new Map(Object.entries(shapes)),
      discard: new Set(),
      ...options,
    });
  }

  async function kept(directory: string, value: Schema, ...values: unknown[]): Promise<void> {
    const store = await openStore(directory, { kept: { kind: "test", key: t.int, value } });
    for (const [index, one] of values.entries()) store.table("kept").set(index, one);
    await store.commit(endOf(1000));
    await store.close();
  }

  async function takenOver(directory: string, value: Schema): Promise<unknown[]> {
    const store = await openStore(directory, { kept: { kind: "test", key: t.int, value } });
    const values = pairs(store.table("kept")).map(([, one]) => one);
    await store.commit(endOf(2000));
    await store.close();
    return values;
  }

  it("gives back what the last batch has left, in the order in which keys first came", async () => {
    const directory = folder();
    let store = await openStore(directory, { a: numbers, b: numbers });
    assert.equal(store.manifest, null);
    const [a, b] = [store.table("a"), store.table("b")];
    for (const key of ["x", "y", "z"]) a.set(key, 1);
    b.set("x", 7);
    await store.commit(endOf(1000));
    a.set("x", 2);
    a.remove(a.find("y")!);
    await store.commit(endOf(2000));
    a.set("y", 3);
    a.set("lost", 1);
    await store.close();

    store = await openStore(directory, { a: numbers, b: numbers });
    assert.deepEqual(pairs(store.table("a")), [
      ["x", 2],
      ["z", 1],
    ]);
    assert.deepEqual(pairs(store.table("b")), [["x", 7]]);
    assert.equal(store.manifest?.time, 2000);
    assert.deepEqual(store.manifest?.inputs, endOf(2000).inputs);
    store.table("a").set("y", 4);
    await store.commit(endOf(3000));
    await store.close();
    store = await openStore(directory, { a: numbers, b: numbers });
    assert.deepEqual(
      pairs(store.table("a")).map(([key]) => key),
      ["x", "z", "y"],
    );
    await store.close();
  });

  it("keeps values of all types: maps in their order, numbers that JSON lacks, half characters", async () => {
    const value = t.record({ map: t.map(t.int, t.string), float: t.float, text: t.string, at: t.timestamp });
    const directory = folder();
    const map = new Map([
      [10, "ten"],
      [2, "two"],
    ]);
    const given = { map, float: Number.NaN, text: "\ud83d", at: 1_767_225_600_123 };
    await kept(directory, value, given);
    const [seen] = (await takenOver(directory, value)) as [typeof given];
    assert.deepEqual(seen, given);
    assert.deepEqual([...seen.map.keys()], [10, 2]);
  });

  describe("takes over", () => {
    const { int, float, string } = t;
    const rows: [string, Schema, Schema, unknown, unknown][] = [
      ["an int as a float", int, float, 1, 1],
      ["a value that may be absent now", int, t.nullable(int), 1, 1],
      [
        "a field that may be absent",
        t.record({ a: int }),
        t.record({ a: int, b: t.nullable(string) }),
        { a: 1 },
        { a: 1, b: null },
      ],
      [
        "records without a field that is gone",
        t.record({ a: int, b: int }),
        t.record({ a: int }),
        { a: 1, b: 2 },
        { a: 1 },
      ],
      ["one of more literals now", t.literal("a"), t.literal("a", "b"), "a", "a"],
      ["a literal as a string", t.literal("a"), string, "a", "a"],
      ["parts of all these", t.array(t.tuple(int, string)), t.array(t.tuple(float, string)), [[1, "a"]], [[1, "a"]]],
    ];
    for (const [what, before, now, given, expected] of rows) {
      it(what, async () => {
        const directory = folder();
        await kept(directory, before, given);
        assert.deepEqual(await takenOver(directory, now), [expected]);
        // All of it is of the new type from then on.
        assert.deepEqual(await takenOver(directory, now), [expected]);
      });
    }

    it("nothing of a field that was dropped and returns with another type", async () => {
      const directory = folder();
      await kept(directory, t.record({ a: int, b: string }), { a: 1, b: "x" });
      await takenOver(directory, t.record({ a: int }));
      assert.deepEqual(await takenOver(directory, t.record({ a: int, b: t.nullable(int) })), [{ a: 1, b: null }]);
    });
  });

  describe("refuses, and changes nothing,", () => {
    const { int, float, string } = t;
    const rows: [string, Schema, Schema, unknown, RegExp][] = [
      ["a float as an int", float, int, 1.5, /float is kept, and int is wanted/],
      ["an int as a record", int, t.record({ n: int }), 1, /int is kept, and \{ n: int \} is wanted/],
      [
        "a field that cannot be absent",
        t.record({ a: int }),
        t.record({ a: int, b: string }),
        { a: 1 },
        /field `b: string` is new.*`string\?` would be null/,
      ],
      ["a value that might be absent", t.nullable(int), int, null, /int\? is kept, and int is wanted/],
      ["a literal that is gone", t.literal("a", "b"), t.literal("b"), "a", /"a" \| "b" is kept, and "b" is wanted/],
    ];
    for (const [what, before, now, given, expected] of rows) {
      it(what, async () => {
        const directory = folder();
        await kept(directory, before, given);
        await assert.rejects(takenOver(directory, now), expected);
        await assert.rejects(takenOver(directory, now), /`kept` .* 1 key\).*--discard-state s\.kept/);
        assert.deepEqual(await takenOver(directory, before), [given]);
      });
    }

    it("a table that the program does not have, unless it is empty or given up", async () => {
      const directory = folder();
      await kept(directory, int, 1);
      await assert.rejects(openStore(directory, { other: numbers }), /has no state of that name any more/);
      const store = await openStore(directory, { other: numbers }, { discard: new Set(["kept"]) });
      await store.commit(endOf(2000));
      await store.close();
      const again = await openStore(directory, { kept: { kind: "test", key: t.int, value: int } });
      assert.equal(again.table("kept").size, 0);
      await again.close();
    });
  });

  it("takes back what a batch that fails has changed", async () => {
    const store = await openStore(folder(), { a: numbers });
    const a = store.table("a") as StateTable<string, number>;
    for (const key of ["x", "y", "z"]) a.set(key, 1);
    await store.commit(endOf(1000));
    a.set("x", 2);
    a.set("x", 3);
    a.remove(a.find("y")!);
    a.set("y", 9);
    a.remove(a.find("z")!);
    a.set("new", 1);
    a.rollback();
    assert.deepEqual(pairs(a), [
      ["x", 1],
      ["y", 1],
      ["z", 1],
    ]);
    assert.equal(a.size, 3);
    await store.close();
  });

  it("after a crash at any byte of the last batch, or with any of them damaged, has all of it or nothing", async function () {
    this.timeout(120_000);
    const source = folder();
    let store = await openStore(source, { a: numbers, b: numbers });
    for (const key of ["x", "y"]) store.table("a").set(key, 1);
    store.table("b").set("x", 10);
    await store.commit(endOf(1000));
    const log = join(stateFiles(source, "p", "s").log, "0000000000000000.log");
    const before = statSync(log).size;
    store.table("a").set("x", 2);
    const y = store.table("a").find("y")!;
    store.table("a").remove(y);
    store.table("b").set("x", 20);
    await store.commit(endOf(2000));
    const whole = readFileSync(log);
    await store.close();

    const directory = folder();
    const file = join(stateFiles(directory, "p", "s").log, "0000000000000000.log");
    mkdirSync(dirname(file), { recursive: true });
    for (let at = before; at <= whole.length; at++) {
      for (const how of ["cut", "flipped"] as const) {
        writeFileSync(file, whole);
        if (how === "cut") truncateSync(file, at);
        else if (at < whole.length) {
          const bytes = Buffer.from(whole);
          bytes[at]! ^= 0xff;
          writeFileSync(file, bytes);
        }
        store = await openStore(directory, { a: numbers, b: numbers }, at % 2 === 0 ? {} : { memory: noMemory() });
        const isThere = at === whole.length;
        assert.equal(store.manifest?.time, isThere ? 2000 : 1000, `${how} at ${at}`);
        assert.deepEqual(
          pairs(store.table("a")),
          isThere
            ? [["x", 2]]
            : [
                ["x", 1],
                ["y", 1],
              ],
        );
        assert.deepEqual(pairs(store.table("b")), [["x", isThere ? 20 : 10]]);
        await store.close();
      }
    }
  });

  it("has nothing of a batch whose frames were written in part, also behind later batches", async () => {
    const directory = folder();
    const texts = { a: { kind: "test", key: t.int, value: t.string } };
    let store = await openStore(directory, texts);
    store.table("a").set(1, "old");
    await store.commit(endOf(1000));
    const { log } = stateFiles(directory, "p", "s");
    const file = join(log, "0000000000000000.log");
    // Three frames of a mebibyte each.
    store.table("a").set(1, "new");
    for (let key = 2; key < 5; key++) store.table("a").set(key, "x".repeat(1_100_000));
    await store.commit(endOf(2000));
    const size = statSync(file).size;
    await store.close();
    truncateSync(file, size - 100);

    store = await openStore(directory, texts);
    assert.deepEqual(pairs(store.table("a")), [[1, "old"]]);
    store.table("a").set(9, "later");
    await store.commit(endOf(3000));
    await store.close();
    store = await openStore(directory, texts);
    assert.deepEqual(pairs(store.table("a")), [
      [1, "old"],
      [9, "later"],
    ]);
    await store.close();
  });

  it("does not take up what an earlier version has removed, which did not say of a key where it stands", async () => {
    const directory = folder();
    let store = await openStore(directory, { a: numbers });
    for (const key of ["x", "y"]) store.table("a").set(key, 1);
    await store.commit(endOf(1000));
    await store.close();
    // A batch that removes x, as it was written then.
    const { log } = stateFiles(directory, "p", "s");
    const segments = new SegmentLog(log);
    await segments.claim();
    const before = await readSegment(segments.segments[0]!);
    const manifest = before.count - 1;
    const records = new RecordWriter();
    records.begin();
    records.length(1 * 4 + 2);
    records.text('"x"');
    records.end();
    records.record(before.bytes, before.start(manifest), before.end(manifest));
    await segments.append(records.finish(), records.count, 2000);
    await segments.close();

    store = await openStore(directory, { a: numbers });
    assert.deepEqual(pairs(store.table("a")), [["y", 1]]);
    await store.close();
  });

  it("stays within a bound of what is live, however long it runs", async () => {
    const directory = folder();
    const segmentBytes = 20_000;
    let store = await openStore(directory, { a: numbers }, { segmentBytes });
    for (let key = 0; key < 2000; key++) store.table("a").set(`key-${key}`, 0);
    await store.commit(endOf(0));
    const live = store.bytes;
    let most = 0;
    for (let batch = 1; batch <= 300; batch++) {
      for (let key = 0; key < 50; key++) store.table("a").set(`key-${(batch * 37 + key) % 2000}`, batch);
      await store.commit(endOf(batch * 1000));
      most = Math.max(most, store.bytes);
    }
    const expected = pairs(store.table("a"));
    await store.close();
    assert.ok(most < 2 * live + 6 * segmentBytes, `${most} bytes of ${live}`);
    assert.ok(readdirSync(stateFiles(directory, "p", "s").log).length < 30);
    store = await openStore(directory, { a: numbers }, { segmentBytes });
    assert.deepEqual(pairs(store.table("a")), expected);
    await store.close();
  });

  it("agrees with a plain map over random batches, failures, restarts and crashes", async function () {
    this.timeout(60_000);
    const key = fc.integer({ min: 0, max: 30 }).map((number) => `k${number}`);
    const change = fc.record({ key, value: fc.option(fc.string({ maxLength: 60 })) });
    const batch = fc.record({
      changes: fc.array(change, { maxLength: 40 }),
      outcome: fc.constantFrom("commit", "commit", "commit", "rollback", "restart", "crash"),
    });
    const texts = { a: { kind: "test", key: t.string, value: t.string, spills: true } };
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { maxLength: 60 }), fc.boolean(), async (batches, isBounded) => {
        const directory = folder();
        const options = { segmentBytes: 1500, ...(isBounded ? { memory: noMemory() } : {}) };
        let store = await openStore(directory, texts, options);
        let model = new Map<string, string>();
        for (const [index, { changes, outcome }] of batches.entries()) {
          const table = store.table("a") as StateTable<string, string>;
          const next = new Map(model);
          // A key that is removed and set again in one batch keeps its place: so it is removed behind all others.
          const last = new Map(changes.map(({ key, value }) => [key, value]));
          for (const { key, value } of changes) {
            if (value === null) {
              const entry = table.find(key);
              if (entry !== undefined) table.remove(entry);
            } else table.set(key, value);
            if (last.get(key) !== null && (next.has(key) || value !== null)) next.set(key, last.get(key)!);
          }
          for (const [key, value] of last) if (value === null) next.delete(key);
          if (outcome === "rollback" || outcome === "crash") table.rollback();
          else {
            await store.commit(endOf(index * 1000));
            model = next;
          }
          if (outcome === "restart" || outcome === "crash") {
            await store.close();
            store = await openStore(directory, texts, options);
          }
          const seen = pairs(store.table("a") as StateTable<string, string>);
          assert.deepEqual(seen.sort(), [...model].sort());
          assert.equal(store.table("a").size, model.size);
        }
        await store.close();
      }),
      { numRuns: 60 },
    );
  });
});
