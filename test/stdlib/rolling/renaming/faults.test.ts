import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { event } from "../../../../runtime/contract/event.ts";
import { FileNumbers } from "../../../../stdlib/support/rolling/file-numbers.ts";
import { textFormat } from "../../../../stdlib/support/rolling/formats/text-format.ts";
import { BucketNames } from "../../../../stdlib/support/rolling/names/bucket-names.ts";
import type { FileSystem } from "../../../../stdlib/support/rolling/renaming/file-system.ts";
import {
  RenamingStore,
  type RenamingStoreOptions,
} from "../../../../stdlib/support/rolling/renaming/renaming-store.ts";
import { RollingFiles, type RollingOptions } from "../../../../stdlib/support/rolling/rolling-files.ts";
import { eventually } from "../../../support/eventually.ts";
import { type ManualClock, manualClock } from "../../../support/manual-clock.ts";
import { sampleSize } from "../../../support/sample-size.ts";
import { tempFolders } from "../../../support/temp-folder.ts";
import { type TestContext, testContext } from "../../../support/test-context.ts";
import { type Fault, type FaultyFiles, faultyFiles } from "./faulty-files.ts";
import { killableFiles } from "./killable-files.ts";

const START = 1_700_000_000_000;

/** Of a sink what these tests need. */
type Started = Pick<RollingFiles<string>, "write" | "writeOnce" | "close">;

describe("hdfs when the file system fails", () => {
  const tempFolder = tempFolders();
  let output: string;
  let journalPath: string;
  let files: FaultyFiles;
  let clock: ManualClock;
  let context: TestContext;
  const stores: RenamingStore[] = [];

  beforeEach(() => {
    output = tempFolder();
    journalPath = join(tempFolder(), "in-use.jsonl");
    files = faultyFiles();
    clock = manualClock(START);
    context = testContext({ clock });
  });

  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close().catch(() => {});
  });

  async function start(
    options: Partial<RollingOptions<string> & RenamingStoreOptions> = {},
    on: FileSystem = files,
  ): Promise<Started> {
    const format = textFormat<string>(({ body }) => body, true, null);
    const settings = {
      fileSuffix: ".txt",
      inUsePrefix: "",
      inUseSuffix: ".tmp",
      rollInterval: 0,
      idleTimeout: 0,
      rollCount: 4,
      rollSize: 0,
      maxOpenFiles: 100,
      closeTries: 0,
      retryInterval: 180_000,
      directory: output,
      adoptAfter: 0,
      filePrefix: [],
      format,
      fill: null,
      grain: format.grain,
      ...options,
    };
    const names = new BucketNames({
      path: [
        { kind: "literal", text: `${output}/` },
        { kind: "header", name: "bucket" },
      ],
      filePrefix: [{ kind: "literal", text: "f" }],
      offsetAt: () => 0,
      round: null,
      useLocalTimeStamp: false,
      besidePrefix: 0,
      forbidden: /\p{Cc}/gu,
    });
    const store = await RenamingStore.open(on, journalPath, context, settings);
    stores.push(store);
    const rolling = new RollingFiles(store, new FileNumbers(1), names, context, settings);
    return {
      write: (events) => rolling.write(events),
      writeOnce: (events, id) => rolling.writeOnce(events, id),
      async close() {
        await rolling.close();
        await store.close();
      },
    };
  }

  const batch = (from: number, to: number, bucket = "a") =>
    Array.from({ length: to - from + 1 }, (_, index) => event(`${from + index}`, new Map([["bucket", bucket]])));

  function found(): { readonly name: string; readonly lines: string[] }[] {
    return readdirSync(output, { recursive: true, withFileTypes: true, encoding: "utf8" })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const lines = readFileSync(join(entry.parentPath, entry.name), "utf8").split("\n");
        assert.equal(lines.pop(), "", `${entry.name} ends in the middle of a line`);
        return { name: entry.name, lines };
      })
      .sort((one, other) => one.name.localeCompare(other.name));
  }

  function assertEachOnce(from: number, to: number): void {
    const all = found();
    assert.deepEqual(
      all.filter(({ name }) => !name.endsWith(".txt")),
      [],
    );
    const numbers = all.flatMap(({ lines }) => lines.map(Number)).sort((one, other) => one - other);
    assert.deepEqual(
      numbers,
      batch(from, to).map(({ body }) => Number(body)),
    );
  }

  /** What a sink runner does: the same batch again until it is taken. */
  async function insist(
    rolling: { write(events: ReturnType<typeof batch>): Promise<unknown> },
    events: ReturnType<typeof batch>,
  ): Promise<number> {
    for (let failures = 0; ; failures++) {
      try {
        await rolling.write(events);
        return failures;
      } catch {
        assert.ok(failures < 20);
      }
    }
  }

  const faults: readonly (Fault & { readonly what: string })[] = [
    { what: "an append that wrote nothing", operation: "append", state: "unchanged" },
    { what: "an append that wrote half", operation: "append", state: "unknown", written: 0.5 },
    { what: "an append that wrote all and did not say so", operation: "append", state: "unknown", written: 1 },
    { what: "a new file that was not made", operation: "create", state: "unchanged" },
    { what: "a new file with half of the bytes", operation: "create", state: "unknown", written: 0.5 },
    { what: "a new file with all of them, unheard", operation: "create", state: "unknown", written: 1 },
    { what: "the second of three new files", operation: "create", after: 1, state: "unknown", written: 0.5 },
    { what: "a rename", operation: "rename", state: "unknown" },
    { what: "the second rename", operation: "rename", after: 1, state: "unknown" },
  ];

  for (const { what, ...fault } of faults) {
    it(`has every line in exactly one file after a failure of ${what}`, async () => {
      const rolling = await start();
      await rolling.write(batch(1, 2));
      files.failNext(fault);
      // Goes on in the first file and makes three more.
      const failures = await insist(rolling, batch(3, 13));
      assert.equal(failures, fault.operation === "rename" ? 0 : 1);
      await insist(rolling, batch(14, 15));
      await rolling.close();
      assertEachOnce(1, 15);
    });
  }

  it("takes back what was written into other buckets of a batch that failed", async () => {
    const rolling = await start();
    await rolling.write([...batch(1, 1, "a"), ...batch(2, 2, "b"), ...batch(3, 3, "c")]);
    files.failNext({ operation: "append", after: 1, state: "unknown", written: 0.5 });
    const events = [...batch(4, 4, "a"), ...batch(5, 5, "b"), ...batch(6, 6, "c")];
    await assert.rejects(rolling.write(events), /append failed/);
    await rolling.write(events);
    await rolling.close();
    assertEachOnce(1, 6);
  });

  it("goes on in the same file when nothing was written", async () => {
    const rolling = await start();
    await rolling.write(batch(1, 1));
    files.failNext({ operation: "append", state: "unchanged" });
    await assert.rejects(rolling.write(batch(2, 2)));
    await rolling.write(batch(2, 2));
    await rolling.close();
    assert.deepEqual(found(), [{ name: `f.${START + 1}.txt`, lines: ["1", "2"] }]);
  });

  it("never uses a name again that may have been taken", async () => {
    const rolling = await start();
    files.failNext({ operation: "create", state: "unknown", written: 1 }, { operation: "remove", state: "unknown" });
    await assert.rejects(rolling.write(batch(1, 1)));
    await rolling.write(batch(1, 1));
    assert.deepEqual(
      found().map(({ name }) => name),
      [`f.${START + 1}.txt.tmp`, `f.${START + 2}.txt.tmp`],
    );
    await rolling.close();
    assert.deepEqual(found(), [{ name: `f.${START + 2}.txt`, lines: ["1"] }]);
  });

  it("tries a rename again after the interval, while batches go on", async () => {
    const rolling = await start();
    files.failNext({ operation: "rename", state: "unknown" }, { operation: "rename", state: "unknown" });
    await rolling.write(batch(1, 5));
    await rolling.write(batch(6, 6));
    assert.ok(
      context.logged.some(({ message }) => /not completed yet: .*f\.\d+\.txt\.tmp: rename failed/.test(message)),
    );
    await clock.advance(180_000);
    assert.ok(found().some(({ name }) => name === `f.${START + 1}.txt.tmp`));
    await clock.advance(180_000);
    await eventually("it is renamed", () => found().some(({ name }) => name === `f.${START + 1}.txt`));
    await rolling.close();
    assertEachOnce(1, 6);
  });

  it("gives up renaming after closeTries, and the next start does it", async () => {
    const rolling = await start({ closeTries: 2 });
    const rename = { operation: "rename", state: "unknown" } as const;
    files.failNext(rename, rename);
    await rolling.write(batch(1, 5));
    await clock.advance(180_000);
    await eventually("it gives up", () => context.logged.some(({ message }) => /^gave up completing/.test(message)));
    await assert.rejects(rolling.close(), /not completed, which the next start tries again: .*f\.\d+\.txt\.tmp/);
    const next = await start();
    await next.close();
    assertEachOnce(1, 5);
  });

  it("cuts at the next start what could not be cut before the end", async () => {
    const rolling = await start({ closeTries: 1 });
    await rolling.write(batch(1, 2));
    files.failNext({ operation: "append", state: "unknown", written: 1 }, { operation: "truncate", state: "unknown" });
    await assert.rejects(rolling.write(batch(3, 4)));
    await rolling.write(batch(3, 4));
    await assert.rejects(rolling.close(), /truncate failed/);
    assert.deepEqual(
      found().map(({ lines }) => lines),
      [
        ["1", "2", "3", "4"],
        ["3", "4"],
      ],
    );
    await (await start()).close();
    assertEachOnce(1, 4);
  });

  it("survives a random series of failures with every line in exactly one file", async () => {
    const rolling = await start({ maxOpenFiles: 2 });
    // A linear congruential generator (Numerical Recipes): the same series in every run.
    let seed = 42;
    const random = (below: number) => {
      seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
      return Math.floor((seed / 2 ** 32) * below);
    };
    let next = 1;
    for (let round = 0; round < 200; round++) {
      const { what: _, ...fault } = faults[random(faults.length)]!;
      if (random(3) === 0) files.failNext({ ...fault, after: random(4) });
      const count = 1 + random(12);
      const events = batch(next, next + count - 1).map(
        ({ body }) => batch(Number(body), Number(body), "abc"[random(3)])[0]!,
      );
      await insist(rolling, events);
      next += count;
      await clock.advance(random(3) * 100_000);
    }
    await rolling.close().catch(() => {});
    await (await start()).close();
    assertEachOnce(1, next - 1);
  });

  it("has each batch that is written once in one file, whatever fails and whenever it is killed", async () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const operations = ["create", "append", "truncate", "rename", "remove"] as const;
    let process = killableFiles(files);
    let rolling = await start({ maxOpenFiles: 2 }, process);
    let next = 1;
    const dead: { readonly store: RenamingStore; readonly bury: () => void }[] = [];
    for (let round = 0; round < sampleSize(120, 20_000); round++) {
      const { what: _, ...fault } = faults[random(faults.length)]!;
      if (random(3) === 0) files.failNext({ ...fault, after: random(4) });
      if (random(4) === 0) process.killAt(operations[random(operations.length)]!, random(4), random(2) === 0);
      const count = 1 + random(12);
      const events = batch(next, next + count - 1).map(
        ({ body }) => batch(Number(body), Number(body), "abc"[random(3)])[0]!,
      );
      const once = ({ writeOnce }: Started) => ({ write: (all: typeof events) => writeOnce(all, `b${round}`) });
      const dies = () => process.killed.then(() => true);
      if (await Promise.race([dies(), insist(once(rolling), events).then(() => false)])) {
        dead.push({ store: stores.pop()!, bury: process.bury });
        process = killableFiles(files);
        rolling = await start({ maxOpenFiles: 2 }, process);
        await insist(once(rolling), events);
      }
      next += count;
      await clock.advance(random(3) * 100_000);
    }
    assert.ok(dead.length > 10, `${dead.length} kills`);
    await rolling.close().catch(() => {});
    await (await start()).close();
    assertEachOnce(1, next - 1);
    for (const { store, bury } of dead) {
      bury();
      await store.close().catch(() => {});
    }
  });
});
