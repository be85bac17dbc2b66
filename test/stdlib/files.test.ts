import assert from "node:assert/strict";
import { readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { event } from "../../runtime/contract/event.ts";
import { type Schema, t } from "../../runtime/contract/schema.ts";
import type { FilesOptions } from "../../stdlib/files/files.options.ts";
import { files } from "../../stdlib/files/files.ts";
import { leaveOpen } from "../support/leave-open.ts";
import { manualClock } from "../support/manual-clock.ts";
import { start } from "../support/process.ts";
import { tempFolders } from "../support/temp-folder.ts";
import { contextFor } from "./support/context.ts";
import { declared } from "./support/one-agent.ts";

/** Lets so many writes break off half-way, and so many cuts fail, of all files that are open. */
async function failingDisk(path: string) {
  const probe = await open(path, "r");
  const prototype = Object.getPrototypeOf(probe) as Pick<FileHandle, "truncate"> & { write: Written };
  await probe.close();
  const { write, truncate } = prototype;
  const disk = {
    failures: { write: 0, truncate: 0 },
    restore: () => void Object.assign(prototype, { write, truncate }),
  };
  const fails = (call: "write" | "truncate") => {
    disk.failures[call] -= 1;
    return disk.failures[call] >= 0;
  };
  const error = Object.assign(new Error("EIO: i/o error"), { code: "EIO" });
  prototype.write = async function (this: FileHandle, bytes: Uint8Array, from: number, length: number, at: number) {
    if (!fails("write")) return write.call(this, bytes, from, length, at);
    await write.call(this, bytes, from, length >> 1, at);
    throw error;
  };
  prototype.truncate = async function (this: FileHandle, length?: number) {
    if (fails("truncate")) throw error;
    await truncate.call(this, length);
  };
  return disk;
}

type Written = (bytes: Uint8Array, from: number, length: number, at: number) => ReturnType<FileHandle["write"]>;

describe("files", () => {
  const tempFolder = tempFolders();

  async function opened<T>(options: Partial<FilesOptions> = {}, element: Schema = t.string) {
    const folder = tempFolder();
    const directory = join(folder, "out");
    const clock = manualClock(1000);
    const logs: string[] = [];
    const start = async (time = clock.now()) => {
      const sink = files<T>({ directory, ...options }, declared("k1", element));
      leaveOpen(sink);
      await sink.open(contextFor({ clock: manualClock(time), dataDir: join(folder, "data"), logs }));
      return sink;
    };
    const sink = files<T>({ directory, ...options }, declared("k1", element));
    leaveOpen(sink);
    await sink.open(contextFor({ clock, dataDir: join(folder, "data") }));
    const contents = () =>
      Object.fromEntries(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), "utf8")]));
    const notes = join(folder, "data/sink/a1.k1/appends.jsonl");
    return { sink, clock, directory, contents, start, logs, notes };
  }

  it("writes one line an event, under names that Flume would give", async () => {
    const { sink, contents } = await opened<string>({ prefix: "web-", extension: "log" });
    await sink.write([event("a"), event("b")]);
    await sink.write([event("c")]);
    await sink.close();
    assert.deepEqual(contents(), { "web-1000-1.log": "a\nb\nc\n" });
  });

  it("begins a new file after the interval, and none without events", async () => {
    const { sink, clock, contents } = await opened<string>({ rollInterval: 30_000 });
    await sink.write([event("a")]);
    await clock.advance(29_999);
    await sink.write([event("b")]);
    await clock.advance(60_001);
    await sink.write([event("c")]);
    await sink.close();
    assert.deepEqual(contents(), { "1000-1": "a\nb\n", "1000-2": "c\n" });
  });

  it("calls files by the local time at which they began, with a number in each second", async () => {
    const { sink, clock, contents } = await opened<string>({
      pathManager: "rolltime",
      rollInterval: 100,
      extension: "log",
    });
    for (const body of ["a", "b", "c"]) {
      await sink.write([event(body)]);
      await clock.advance(body === "b" ? 900_000 : 100);
    }
    await sink.close();
    const local = (time: number) => {
      const at = new Date(time);
      const parts = [at.getMonth() + 1, at.getDate(), at.getHours(), at.getMinutes(), at.getSeconds()];
      return [at.getFullYear(), ...parts.map((part) => String(part).padStart(2, "0"))].join("");
    };
    const [first, later] = [local(1000), local(901_100)];
    assert.deepEqual(contents(), { [`${first}-1.log`]: "a\n", [`${first}-2.log`]: "b\n", [`${later}-1.log`]: "c\n" });
  });

  it("gives each batch a directory, as saveAsTextFiles of Spark names it, and a restart another file in it", async () => {
    const { sink, directory, start } = await opened<string>({ prefix: "counts", extension: "txt", perBatch: true });
    const of = (time: number, ...bodies: string[]) =>
      bodies.map((body) => event(body, new Map([["timestamp", String(time)]])));
    await sink.write(of(2000, "a"));
    await sink.write(of(2000, "b"));
    await sink.writeOnce!(of(3000, "c", "d"), "last");
    await sink.close();
    const again = await start();
    await again.writeOnce!(of(3000, "c", "d"), "last");
    await again.write(of(3000, "e"));
    await again.close();
    const contents = readdirSync(directory, { recursive: true, encoding: "utf8" })
      .filter((name) => name.includes("part-"))
      .sort()
      .map((name) => [name, readFileSync(join(directory, name), "utf8")]);
    assert.deepEqual(contents, [
      ["counts-2000.txt/part-00000", "a\nb\n"],
      ["counts-3000.txt/part-00000", "c\nd\n"],
      ["counts-3000.txt/part-00001", "e\n"],
    ]);
  });

  it("keeps one file where the interval is nothing", async () => {
    const { sink, clock, contents } = await opened<string>({ rollInterval: 0 });
    await sink.write([event("a")]);
    await clock.advance(86_400_000);
    await sink.write([event("b")]);
    await sink.close();
    assert.deepEqual(contents(), { "1000-1": "a\nb\n" });
  });

  it("overwrites nothing", async () => {
    const { sink, directory, contents } = await opened<string>();
    writeFileSync(join(directory, "1000-1"), "another's\n");
    await sink.write([event("a")]);
    await sink.close();
    assert.deepEqual(contents(), { "1000-1": "another's\n", "1000-2": "a\n" });
  });

  it("writes other types as text or as JSON", async () => {
    const schema = t.record({ path: t.string, at: t.timestamp });
    const body = { path: "/a", at: 0 };
    const asText = await opened<typeof body>({}, schema);
    await asText.sink.write([event(body)]);
    await asText.sink.close();
    assert.deepEqual(asText.contents(), { "1000-1": "{ path: /a, at: 1970-01-01T00:00:00.000Z }\n" });
    const asJson = await opened<typeof body>({ format: "json" }, schema);
    await asJson.sink.write([event(body)]);
    await asJson.sink.close();
    assert.deepEqual(asJson.contents(), { "1000-1": '{"path":"/a","at":"1970-01-01T00:00:00.000Z"}\n' });
  });

  it("writes the headers before the text where it is told to", async () => {
    const { sink, contents } = await opened<string>({ format: "headerAndText" });
    await sink.write([
      event(
        "a b",
        new Map([
          ["host", "web1"],
          ["level", "warn"],
        ]),
      ),
      event("c"),
    ]);
    await sink.close();
    assert.deepEqual(contents(), { "1000-1": "{host=web1, level=warn} a b\n{} c\n" });
  });

  it("writes the fields of a body as comma-separated values", async () => {
    const element = t.record({ at: t.timestamp, page: t.string, bytes: t.nullable(t.int) });
    const { sink, contents } = await opened<object>({ format: "csv" }, element);
    await sink.write([event({ at: 0, page: 'a "b", c', bytes: null }), event({ at: 1, page: "d", bytes: 7 })]);
    await sink.close();
    const lines = ['1970-01-01T00:00:00.000Z,"a ""b"", c",', "1970-01-01T00:00:00.001Z,d,7"];
    assert.deepEqual(contents(), { "1000-1": `${lines.join("\n")}\n` });
  });

  it("makes its directory again when it was removed", async () => {
    const { sink, directory, contents } = await opened<string>();
    await sink.write([event("a")]);
    rmSync(directory, { recursive: true });
    await sink.write([event("b")]);
    await sink.write([event("c")]);
    await sink.close();
    assert.deepEqual(contents(), { "1000-2": "b\nc\n" });
  });

  it("begins another file where something else wrote to the one in use", async () => {
    const { sink, directory, contents } = await opened<string>();
    await sink.write([event("aa")]);
    truncateSync(join(directory, "1000-1"));
    await sink.write([event("b")]);
    await sink.close();
    assert.deepEqual(contents(), { "1000-1": "", "1000-2": "b\n" });
  });

  it("goes on in a file that was moved", async () => {
    const { sink, directory, contents } = await opened<string>();
    await sink.write([event("a")]);
    renameSync(join(directory, "1000-1"), join(directory, "moved"));
    await sink.write([event("b")]);
    await sink.close();
    assert.deepEqual(contents(), { moved: "a\nb\n" });
  });

  it("rejects a batch that it cannot write, and writes it when it can", async () => {
    const { sink, directory, contents } = await opened<string>();
    rmSync(directory, { recursive: true });
    writeFileSync(directory, "in the way");
    await assert.rejects(sink.write([event("a")]), /ENOTDIR/);
    rmSync(directory);
    await sink.write([event("a")]);
    await sink.close();
    assert.deepEqual(Object.values(contents()), ["a\n"]);
  });

  it("takes back what a start that died has left of a batch, and no batch that is whole", async () => {
    const { sink, directory, contents, start, logs } = await opened<string>();
    await sink.write([event("a"), event("b")]);
    // As if the process had died in the middle of the second batch, which has three lines.
    const file = join(directory, "1000-1");
    await sink.write([event("c"), event("d"), event("e")]);
    truncateSync(file, 7);
    const next = await start(2000);
    assert.deepEqual(contents(), { "1000-1": "a\nb\n" });
    assert.match(logs.join("\n"), /took back 3 bytes of a batch that an earlier start broke off in .*1000-1/);
    // As if it had died behind a batch: nobody knows whether it was confirmed, and it stays.
    await next.write([event("c"), event("d")]);
    await (await start(3000)).close();
    assert.deepEqual(contents(), { "1000-1": "a\nb\n", "2000-1": "c\nd\n" });
  });

  it("writes a batch of a stream once, also behind a restart, and in a file that is complete", async () => {
    const { sink, clock, contents, start, logs } = await opened<string>({ rollInterval: 30_000 });
    await sink.writeOnce!([event("a"), event("b")], "b1");
    await sink.writeOnce!([event("a"), event("b")], "b1");
    await clock.advance(30_000);
    const second = await start(2000);
    await second.writeOnce!([event("a"), event("b")], "b1");
    assert.match(logs.join("\n"), /skips a batch that an earlier start has written batch=b1/);
    await second.writeOnce!([event("c")], "b2");
    // As if both had died there.
    const third = await start(3000);
    await third.writeOnce!([event("c")], "b2");
    await third.writeOnce!([event("d")], "b3");
    await third.close();
    assert.deepEqual(contents(), { "1000-1": "a\nb\n", "2000-1": "c\n", "3000-1": "d\n" });
  });

  it("writes a batch of a stream again when only half of it was written", async () => {
    const { sink, directory, contents, start } = await opened<string>();
    await sink.writeOnce!([event("a")], "b1");
    await sink.writeOnce!([event("b"), event("c")], "b2");
    truncateSync(join(directory, "1000-1"), 5);
    const next = await start(2000);
    await next.writeOnce!([event("b"), event("c")], "b2");
    await next.close();
    assert.deepEqual(contents(), { "1000-1": "a\n", "2000-1": "b\nc\n" });
  });

  it("keeps nothing of a batch of a stream behind the last that was noted", async () => {
    const { sink, contents, start, notes } = await opened<string>();
    await sink.writeOnce!([event("a")], "b1");
    const noted = readFileSync(notes);
    await sink.writeOnce!([event("b")], "b2");
    writeFileSync(notes, noted);
    const next = await start(2000);
    await next.writeOnce!([event("b")], "b2");
    await next.close();
    assert.deepEqual(contents(), { "1000-1": "a\n", "2000-1": "b\n" });
  });

  it("takes back a batch of which a power failure has lost a sector, and looks for none without a checksum", async () => {
    const { sink, directory, contents, start, notes } = await opened<string>();
    const file = join(directory, "1000-1");
    await sink.write([event("a")]);
    await sink.write([event("b"), event("c")]);
    // As if the disk had the second line of the last batch, and not the first.
    writeFileSync(file, "a\n\0\0c\n");
    const noted = readFileSync(notes, "utf8");
    await (await start(2000)).close();
    assert.deepEqual(contents(), { "1000-1": "a\n" });
    // Notes as earlier versions made them.
    writeFileSync(file, "a\nb\nc\n");
    writeFileSync(notes, noted.replaceAll(/,\w+\]$/gm, "]"));
    await (await start(3000)).close();
    assert.deepEqual(contents(), { "1000-1": "a\nb\nc\n" });
  });

  it("takes back what follows a gap behind the last note that a power failure left", async () => {
    const { sink, directory, contents, start, notes } = await opened<string>();
    await sink.write([event("a")]);
    const noted = readFileSync(notes);
    await sink.write([event("b")]);
    await sink.write([event("x".repeat(1200)), event("c")]);
    const file = join(directory, "1000-1");
    const bytes = readFileSync(file);
    bytes.fill(0, 4, 512);
    writeFileSync(file, bytes);
    writeFileSync(notes, noted);
    await (await start(2000)).close();
    assert.deepEqual(contents(), { "1000-1": "a\nb\n" });
  });

  it("leaves no file without a whole batch, and files of others alone", async () => {
    const { sink, directory, contents, start } = await opened<string>();
    await sink.write([event("a")]);
    truncateSync(join(directory, "1000-1"), 1);
    const next = await start(2000);
    assert.deepEqual(contents(), {});
    await next.write([event("b")]);
    rmSync(join(directory, "2000-1"));
    writeFileSync(join(directory, "2000-0"), "");
    writeFileSync(join(directory, "2000-1"), "x");
    await (await start(3000)).close();
    assert.deepEqual(contents(), { "2000-0": "", "2000-1": "x" });
  });

  it("takes back what a write that broke off has left", async () => {
    const directory = join(tempFolder(), "out");
    const script = fileURLToPath(new URL("support/files-at-a-limit.ts", import.meta.url));
    const command = `ulimit -f 8; exec "${process.execPath}" --import tsx "${script}" "${directory}"`;
    const { stdout, status } = await start("sh", ["-c", command]).ended;
    assert.equal(status, 0);
    assert.match(stdout, /EFBIG/);
    const [name] = readdirSync(directory);
    assert.equal(readFileSync(join(directory, name!), "utf8"), `${"a".repeat(2999)}\nc\n`);
  });

  it("takes back half a batch, as soon as the disk lets it, where the cut behind a write that broke off failed, too", async () => {
    const { sink, contents, directory, start } = await opened<string>({ rollInterval: 0 });
    await sink.write([event("a")]);
    const disk = await failingDisk(join(directory, "1000-1"));
    try {
      disk.failures = { write: 1, truncate: 2 };
      await assert.rejects(sink.write([event("bbbb")]), /EIO/);
      await sink.write([event("bbbb")]);
      assert.deepEqual(contents(), { "1000-1": "a\nbb", "1000-2": "bbbb\n" });
      await sink.write([event("c")]);
      assert.deepEqual(contents(), { "1000-1": "a\n", "1000-2": "bbbb\nc\n" });
      disk.failures = { write: 1, truncate: 9 };
      await assert.rejects(sink.write([event("dddd")]), /EIO/);
      await sink.close();
    } finally {
      disk.restore();
    }
    await (await start(2000)).close();
    assert.deepEqual(contents(), { "1000-1": "a\n", "1000-2": "bbbb\nc\n" });
  });

  it("says so when the directory cannot be", async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, "plain"), "");
    for (const directory of [join(folder, "plain"), join(folder, "plain", "out")]) {
      const sink = files({ directory }, declared("k1"));
      await assert.rejects(sink.open(contextFor({})), {
        name: "ComponentError",
        message: `${directory} is not a directory: a file is in its way`,
      });
    }
  });
});
