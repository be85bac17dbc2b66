import assert from "node:assert/strict";
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Declared } from "../../../runtime/contract/context.ts";
import { ComponentError, RejectedEventError } from "../../../runtime/contract/errors.ts";
import { type Event, event } from "../../../runtime/contract/event.ts";
import { type Schema, t } from "../../../runtime/contract/schema.ts";
import type { Pull, Sink } from "../../../runtime/contract/sink.ts";
import type { HdfsOptions } from "../../../stdlib/hdfs/hdfs.options.ts";
import { hdfs } from "../../../stdlib/hdfs/hdfs.ts";
import { eventually } from "../../support/eventually.ts";
import { leaveOpen } from "../../support/leave-open.ts";
import { type ManualClock, manualClock } from "../../support/manual-clock.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { type TestContext, testContext } from "../../support/test-context.ts";

const START = 1_700_000_000_000;

describe("hdfs on this machine", () => {
  const tempFolder = tempFolders();
  let output: string;
  let clock: ManualClock;
  let context: TestContext;

  beforeEach(() => {
    output = tempFolder();
    clock = manualClock(START);
    context = testContext({ clock, dataDir: tempFolder() });
  });

  const declared = (element: Schema = t.string): Declared => ({ name: "a1.k1", place: "t.flow:1:1", element });

  async function opened<T = string>(options: Partial<HdfsOptions<T>> = {}, element?: Schema): Promise<Sink<T>> {
    const sink = leaveOpen(hdfs<T>({ path: `file://${output}`, ...options }, declared(element)));
    await sink.open(context);
    return sink;
  }

  function lines(from: number, to: number) {
    return Array.from({ length: to - from + 1 }, (_, index) => event(`line ${from + index}`));
  }

  /** Names below the output folder, with the events of each. */
  function files(): Record<string, string[]> {
    const found: Record<string, string[]> = {};
    for (const name of readdirSync(output, { recursive: true, encoding: "utf8" }).sort()) {
      if (statSync(join(output, name)).isDirectory()) continue;
      found[name] = readFileSync(join(output, name), "utf8").split("\n").slice(0, -1);
    }
    return found;
  }

  it("refuses the events that no file can be named for, by their places, and writes the others when they come", async () => {
    const sink = await opened({ path: `file://${output}/%{k}/%Y`, rollCount: 0, rollSize: 0 });
    const one = (body: string, headers: Record<string, string>) => event(body, new Map(Object.entries(headers)));
    const good = one("good", { k: "a", timestamp: "0" });
    const bad = [one("b1", { k: "x".repeat(300), timestamp: "0" }), one("b2", { k: "a", timestamp: "soon" })];
    await assert.rejects(sink.write([good, bad[0]!, good, bad[1]!]), (error) => {
      assert.ok(error instanceof RejectedEventError);
      assert.deepEqual(error.indexes, [1, 3]);
      assert.match(error.message, /would have 300 bytes/);
      return true;
    });
    assert.deepEqual(files(), {});
    await sink.write([good, good]);
    await sink.close();
    assert.deepEqual(Object.values(files()), [["good", "good"]]);
  });

  it("refuses the events whose files the system takes no name for, and leaves nothing of them to complete", async () => {
    const sink = await opened({ path: `file://${output}/%{k}`, rollCount: 0, rollSize: 0 });
    writeFileSync(join(output, "file"), "not a directory\n");
    const one = (body: string, k: string) => event(body, new Map([["k", k]]));
    const good = [one("a", "a"), one("b", "b/")];
    const bad = [one("deep", "d/".repeat(3000)), one("below", "file")];
    await assert.rejects(sink.write([good[0]!, bad[0]!, good[1]!, bad[1]!]), (error) => {
      assert.ok(error instanceof RejectedEventError);
      assert.deepEqual([error.indexes, error.unwritten], [[1, 3], null]);
      assert.match(error.reasons?.[0] ?? "", /no file can be made as .{1,120}…: ENAMETOOLONG/);
      assert.match(error.reasons?.[1] ?? "", /file\/FlumeData.*: ENOTDIR: not a directory$/);
      return true;
    });
    await sink.write(good);
    await sink.close();
    assert.deepEqual(Object.values(files()).sort(), [["a"], ["b"], ["not a directory"]]);
    assert.deepEqual(context.logged, []);
  });

  it("refuses an event whose own function fails on it", async () => {
    const timestamp = (body: string) => {
      if (body === "bad") throw new Error("no time in it");
      return 0;
    };
    const sink = await opened<string>({ path: `file://${output}/%Y`, timestamp });
    await assert.rejects(sink.write([event("bad"), event("good")]), { name: "RejectedEventError", indexes: [0] });
    await sink.write([event("good")]);
    await sink.close();
    assert.deepEqual(Object.values(files()), [["good"]]);
  });

  it("sends several batches at once, each to files of its own, under numbers that come once", async () => {
    const sink = await opened({ uploads: 3, rollCount: 0, rollSize: 0, batchSize: 10 });
    assert.equal(sink.parallel, 3);
    await Promise.all([sink.write(lines(1, 10)), sink.write(lines(11, 20)), sink.write(lines(21, 30))]);
    assert.equal(Object.keys(files()).length, 3);
    // One at a time needs one file only, the one that was used last.
    await sink.write(lines(31, 40));
    await sink.write(lines(41, 50));
    assert.equal(Object.keys(files()).length, 3);
    await sink.close();
    assert.deepEqual(
      Object.keys(files()),
      [1, 2, 3].map((number) => `FlumeData.${START + number}`),
    );
    assert.deepEqual(
      Object.values(files())
        .flat()
        .sort((a, b) => Number(a.slice(5)) - Number(b.slice(5))),
      lines(1, 50).map(({ body }) => body),
    );
  });

  describe("while it writes", () => {
    /** What `more` gives, one after the other; what is not read stays. */
    function arriving(...batches: (readonly Event<string>[])[]): { readonly more: Pull<string>; left(): number } {
      const more: Pull<string> = async (read) => {
        const made = batches[0] === undefined ? null : read(batches[0]);
        if (made !== null) batches.shift();
        return made;
      };
      return { more, left: () => batches.length };
    }

    it("adds what comes to the same file, and counts it", async () => {
      const sink = await opened({ rollCount: 0, rollSize: 24 });
      const { more, left } = arriving(lines(2, 3), lines(4, 4), lines(5, 5));
      await sink.write(lines(1, 1), more);
      // 24 bytes are reached with the fourth.
      assert.equal(left(), 1);
      await sink.write(lines(5, 5));
      await sink.close();
      assert.deepEqual(Object.values(files()), [["line 1", "line 2", "line 3", "line 4"], ["line 5"]]);
    });

    it("leaves to the next batch what would open another file or goes elsewhere", async () => {
      const sink = await opened({ path: `file://${output}/%{host}`, rollCount: 3 });
      const at = (host: string, from: number, to: number) =>
        lines(from, to).map(({ body }) => event(body, new Map([["host", host]])));
      const full = arriving(at("a", 2, 4));
      await sink.write(at("a", 1, 1), full.more);
      const elsewhere = arriving(at("a", 2, 2), [...at("a", 3, 3), ...at("b", 4, 4)]);
      await sink.write(at("a", 2, 2), elsewhere.more);
      const several = arriving(at("a", 5, 5));
      await sink.write([...at("a", 3, 3), ...at("b", 4, 4)], several.more);
      await sink.close();
      assert.deepEqual([full.left(), elsewhere.left(), several.left()], [1, 1, 1]);
      assert.deepEqual(Object.values(files()), [["line 1", "line 2", "line 2"], ["line 3"], ["line 4"]]);
    });

    it("ends after a second, however much comes", async () => {
      const sink = await opened({ rollCount: 0, rollSize: 0 });
      let batches = 0;
      await sink.write(lines(1, 1), async (read) => {
        batches += 1;
        await clock.advance(100);
        return read(lines(2, 2));
      });
      assert.equal(batches, 10);
    });

    it("compresses what comes into the member of its batch", async () => {
      const sink = await opened({ rollCount: 0, rollSize: 0, fileType: "CompressedStream", codeC: "gzip" });
      await sink.write(lines(1, 1), arriving(lines(2, 3)).more);
      await sink.close();
      const [name = ""] = readdirSync(output);
      assert.equal(String(gunzipSync(readFileSync(join(output, name)))), "line 1\nline 2\nline 3\n");
    });
  });

  it("writes text of any characters, bytes, and bodies longer than its buffer", async () => {
    const bodies = ["plain", "äöü €", "x".repeat(3_000_000), "\ud83d\ude00", "", "€".repeat(700_000), "end"];
    const text = await opened({ rollCount: 0, rollSize: 0 });
    await text.write(bodies.map((body) => event(body)));
    await text.close();
    assert.deepEqual(Object.values(files()), [bodies]);
    const bytes = await opened<Uint8Array>({ rollCount: 0, rollSize: 0, filePrefix: "bytes" }, t.bytes);
    await bytes.write(bodies.map((body) => event(Buffer.from(body))));
    await bytes.close();
    assert.deepEqual(Object.values(files()), [bodies, bodies]);
  });

  it("rolls after ten events by default, as Flume names and rolls", async () => {
    const sink = await opened();
    await sink.write(lines(1, 20));
    assert.deepEqual(Object.keys(files()), [`FlumeData.${START + 1}`, `FlumeData.${START + 2}.tmp`]);
    assert.equal(files()[`FlumeData.${START + 1}`]?.length, 10);
    // The event after the limit opens the next file; until it comes the full one stays in use.
    await sink.write(lines(21, 21));
    assert.deepEqual(Object.keys(files()), [
      `FlumeData.${START + 1}`,
      `FlumeData.${START + 2}`,
      `FlumeData.${START + 3}.tmp`,
    ]);
    await sink.close();
    assert.deepEqual(files()[`FlumeData.${START + 3}`], ["line 21"]);
    assert.equal(Object.keys(files()).filter((name) => name.endsWith(".tmp")).length, 0);
  });

  it("rolls by size, counting bodies without their newlines", async () => {
    const sink = await opened({ rollCount: 0, rollSize: 12 });
    // 6 bytes each: the third comes when 12 are reached.
    await sink.write(lines(1, 5));
    await sink.close();
    assert.deepEqual(Object.values(files()), [["line 1", "line 2"], ["line 3", "line 4"], ["line 5"]]);
  });

  it("goes on in the same file from batch to batch", async () => {
    const sink = await opened({ rollCount: 5, rollSize: 0 });
    for (let at = 1; at <= 7; at++) await sink.write(lines(at, at));
    await sink.close();
    assert.deepEqual(
      Object.values(files()).map((events) => events.length),
      [5, 2],
    );
  });

  it("rolls by interval, counted from the first event of the file", async () => {
    const sink = await opened({ rollCount: 0, rollSize: 0, rollInterval: 30_000 });
    await sink.write(lines(1, 1));
    await clock.advance(29_999);
    await sink.write(lines(2, 2));
    assert.deepEqual(Object.keys(files()), [`FlumeData.${START + 1}.tmp`]);
    await clock.advance(1);
    await eventually("the file has its final name", () => existsSync(join(output, `FlumeData.${START + 1}`)));
    await sink.write(lines(3, 3));
    assert.deepEqual(files()[`FlumeData.${START + 30_001}.tmp`], ["line 3"]);
    await sink.close();
    assert.equal(clock.waiting, 0);
  });

  it("completes a file that has been idle", async () => {
    const sink = await opened({ rollCount: 0, rollSize: 0, rollInterval: 0, idleTimeout: 5000 });
    await sink.write(lines(1, 1));
    await clock.advance(4000);
    await sink.write(lines(2, 2));
    await clock.advance(4999);
    assert.deepEqual(Object.keys(files()), [`FlumeData.${START + 1}.tmp`]);
    await clock.advance(1);
    await eventually("the file has its final name", () => existsSync(join(output, `FlumeData.${START + 1}`)));
    await sink.close();
  });

  it("has files of their own for every directory and prefix", async () => {
    const sink = await opened({
      path: `file://${output}/%Y-%m-%d/%{state}`,
      filePrefix: "%{host}",
      fileSuffix: ".txt",
      inUsePrefix: "_",
      timeZone: "UTC",
    });
    const of = (body: string, day: number, state: string, host: string) =>
      event(body, new Map(Object.entries({ timestamp: String(Date.UTC(2026, 0, day)), state, host })));
    await sink.write([of("1", 1, "cz", "a"), of("2", 2, "cz", "a"), of("3", 1, "cz", "a"), of("4", 1, "cz", "b")]);
    assert.ok(Object.keys(files()).every((name) => /\/_[ab]\.\d+\.txt\.tmp$/.test(name)));
    await sink.close();
    const byName = Object.entries(files()).map(([name, events]) => [name.replace(/\d{13}/, "N"), events]);
    assert.deepEqual(byName, [
      ["2026-01-01/cz/a.N.txt", ["1", "3"]],
      ["2026-01-01/cz/b.N.txt", ["4"]],
      ["2026-01-02/cz/a.N.txt", ["2"]],
    ]);
  });

  it("completes the file that has waited longest when too many are in use", async () => {
    const sink = await opened({ filePrefix: "%{host}", maxOpenFiles: 2 });
    const of = (host: string) => [event("x", new Map([["host", host]]))];
    await sink.write(of("a"));
    await sink.write(of("b"));
    await sink.write(of("a"));
    await sink.write(of("c"));
    const inUse = Object.keys(files()).filter((name) => name.endsWith(".tmp"));
    assert.deepEqual(
      inUse.map((name) => name.slice(0, 1)),
      ["a", "c"],
    );
    // In the same millisecond, and yet under a name that there was not.
    await sink.write(of("b"));
    await sink.close();
    assert.equal(Object.keys(files()).filter((name) => name.startsWith("b.")).length, 2);
    assert.equal(Object.values(files()).flat().length, 5);
  });

  it("leaves alone what has its name already, in use or complete", async () => {
    writeFileSync(join(output, `FlumeData.${START + 1}.tmp`), "another program's\n");
    writeFileSync(join(output, `FlumeData.${START + 2}`), "yesterday's\n");
    const sink = await opened();
    await sink.write(lines(1, 2));
    await sink.close();
    assert.deepEqual(files(), {
      [`FlumeData.${START + 1}.tmp`]: ["another program's"],
      [`FlumeData.${START + 2}`]: ["yesterday's"],
      [`FlumeData.${START + 2}-1`]: ["line 1", "line 2"],
    });
  });

  it("writes JSON, tuples and bytes", async () => {
    const json = await opened<{ a: number }>({ format: "json" }, t.record({ a: t.int }));
    await json.write([event({ a: 1 }), event({ a: 2 })]);
    await json.close();
    assert.deepEqual(Object.values(files()), [['{"a":1}', '{"a":2}']]);

    const pairs = await opened<[string, number]>({ filePrefix: "a" }, t.tuple(t.string, t.int));
    await pairs.write([event(["/x", 2])]);
    await pairs.close();
    assert.deepEqual(Object.values(files()).at(-1), ["(/x,2)"]);

    const bytes = await opened<Uint8Array>({ filePrefix: "b", appendNewline: false }, t.bytes);
    await bytes.write([event(Uint8Array.of(1, 2)), event(Uint8Array.of(3))]);
    await bytes.close();
    const name = readdirSync(output).find((name) => name.startsWith("b."));
    assert.deepEqual([...readFileSync(join(output, name ?? ""))], [1, 2, 3]);
  });

  it("counts bytes of UTF-8, not characters", async () => {
    const sink = await opened({ rollCount: 0, rollSize: 4 });
    await sink.write([event("äö"), event("ü")]);
    await sink.close();
    assert.deepEqual(Object.values(files()), [["äö"], ["ü"]]);
  });

  it("compresses each batch so that the whole reads as one", async () => {
    const sink = await opened({ fileType: "CompressedStream", codeC: "gzip", rollCount: 0, rollSize: 0 });
    await sink.write(lines(1, 1000));
    await sink.write(lines(1001, 1002));
    await sink.close();
    const [name] = readdirSync(output);
    assert.equal(name, `FlumeData.${START + 1}.gz`);
    const packed = readFileSync(join(output, name));
    const text = gunzipSync(packed).toString();
    assert.equal(text, [...lines(1, 1002)].map(({ body }) => `${body}\n`).join(""));
    assert.ok(packed.length < text.length / 2);
  });

  it("writes a stream's batch as one, with the batch time as its timestamp", async () => {
    const sink = await opened({ path: `file://${output}/%H-%M`, timeZone: "UTC", batchSize: 1 });
    await sink.writeBatch?.(["a", "b"], Date.UTC(2026, 0, 1, 10, 20));
    await sink.writeBatch?.([], Date.UTC(2026, 0, 1, 10, 30));
    await sink.close();
    assert.deepEqual(Object.entries(files()), [[`10-20/FlumeData.${START + 1}`, ["a", "b"]]]);
  });

  it("makes files that everyone may read", async () => {
    const sink = await opened({ path: `file://${output}/new` });
    await sink.write(lines(1, 1));
    await sink.close();
    const umask = process.umask();
    assert.equal(statSync(join(output, "new")).mode & 0o777, 0o755 & ~umask);
    assert.equal(statSync(join(output, "new", `FlumeData.${START + 1}`)).mode & 0o777, 0o644 & ~umask);
  });

  it("writes nothing of a batch with an event that has no place", async () => {
    const sink = await opened({ path: `file://${output}/%Y` });
    const good = event("good", new Map([["timestamp", String(START)]]));
    await assert.rejects(sink.write([good, event("bad")]), /no header `timestamp`/);
    assert.deepEqual(files(), {});
    await sink.close();
  });

  it("goes on in a new file when its file was taken away or added to", async () => {
    const sink = await opened({ rollCount: 0, rollSize: 0 });
    await sink.write(lines(1, 1));
    writeFileSync(join(output, `FlumeData.${START + 1}.tmp`), "not ours\n", { flag: "a" });
    await assert.rejects(sink.write(lines(2, 2)), /something else writes to it/);
    await sink.write(lines(2, 2));
    await sink.close();
    assert.deepEqual(Object.values(files()), [["line 1", "not ours"], ["line 2"]]);
  });

  describe("refuses to start", () => {
    for (const [what, options, message] of [
      ["a path without a scheme", { path: "/tmp/x" }, /"\/tmp\/x" is not a place for files; write "hdfs:/],
      ["two slashes", { path: "file://tmp/x" }, /three slashes: "file:\/\/\/tmp\/x"/],
      ["no directory", { path: "hdfs://nn1:8020" }, /no directory after the host/],
      ["no host", { path: "hdfs:///logs" }, /has no name node/],
      ["an unknown escape", { filePrefix: "%Q" }, /unknown escape `%Q`/],
      ["an unknown zone", { timeZone: "Mars/Olympus" }, /timeZone: there is no zone "Mars\/Olympus"/],
      ["rounding beyond a day", { round: true, roundUnit: "hour", roundValue: 25 }, /roundValue is 25/],
      ["a codec without compression", { codeC: "gzip" }, /fileType is DataStream, codeC is gzip/],
    ] as const) {
      it(`with ${what}`, async () => {
        await assert.rejects(opened(options), (error: unknown) => {
          assert.ok(error instanceof ComponentError);
          assert.match(error.message, message);
          return true;
        });
      });
    }

    it("where the directory is a file", async () => {
      writeFileSync(join(output, "file"), "");
      await assert.rejects(opened({ path: `file://${output}/file/%Y` }), /cannot write to .*\/file is not a directory/);
    });

    it("where it may not write", async () => {
      if (process.getuid?.() === 0) {
        // Root may write everywhere, except where there is no file system to write to.
        await assert.rejects(opened({ path: "file:///proc/sluice" }), /cannot write to \/proc\/sluice/);
        return;
      }
      chmodSync(output, 0o500);
      await assert.rejects(opened(), /cannot write to .*EACCES/);
    });
  });
});
