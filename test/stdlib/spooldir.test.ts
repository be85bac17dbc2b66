import assert from "node:assert/strict";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { SpooldirOptions } from "../../stdlib/spooldir/spooldir.options.ts";
import { spooldir } from "../../stdlib/spooldir/spooldir.ts";
import { eventually } from "../support/eventually.ts";
import { firstSeed, sampleSize } from "../support/sample-size.ts";
import { sluice, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";
import { declared, type OneAgentOptions, startOneAgent } from "./support/one-agent.ts";

describe("spooldir", () => {
  const tempFolder = tempFolders();

  const begin = (options: SpooldirOptions, agent: OneAgentOptions<string> = {}) =>
    startOneAgent(spooldir({ pollDelay: 5, quietFor: 0, ...options }, declared("r1")), agent);

  /** Makes files, the later ones younger. */
  const fill = (folder: string, files: Readonly<Record<string, string | Buffer>>) => {
    for (const [index, [name, contents]] of Object.entries(files).entries()) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), contents);
      utimesSync(join(folder, name), 1000 + index, 1000 + index);
    }
  };

  /** What the source makes of the files of a folder, which all have as many events as that. */
  const bodiesOf = async (directory: string, count: number, options: Partial<SpooldirOptions> = {}) => {
    const agent = await begin({ directory, ...options });
    await eventually("the events", () => agent.events.length >= count);
    assert.equal(await agent.drain(), true);
    return agent.bodies();
  };

  const namesIn = (folder: string) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => !name.startsWith("."))
      .sort();

  it("reads files by age and renames them", async () => {
    const folder = tempFolder();
    fill(folder, { b: "1\n2\r\n", a: "3\nlast", empty: "", ".hidden": "no", "old.COMPLETED": "no" });
    const agent = await begin({
      directory: folder,
      fileHeader: true,
      basenameHeader: true,
      headers: new Map([["x", "y"]]),
    });
    await eventually("all files are done", () => namesIn(folder).every((name) => name.endsWith(".COMPLETED")));
    assert.deepEqual(agent.bodies(), ["1", "2", "3", "last"]);
    assert.deepEqual(
      [...agent.events[0]!.headers],
      [
        ["x", "y"],
        ["file", join(folder, "b")],
        ["basename", "b"],
      ],
    );
    fill(folder, { b: "4" });
    await eventually("the fifth event", () => agent.events.length === 5);
    await agent.drain();
    assert.deepEqual(namesIn(folder), [
      "a.COMPLETED",
      "b.COMPLETED",
      "b.COMPLETED.2",
      "empty.COMPLETED",
      "old.COMPLETED",
    ]);
    assert.equal(readFileSync(join(folder, "b.COMPLETED.2"), "utf8"), "4");
    assert.ok(!existsSync(join(folder, ".spooldir.lock")));
  });

  it("deletes, moves or marks them", async () => {
    const folder = tempFolder();
    fill(folder, { a: "1\n" });
    assert.deepEqual(await bodiesOf(folder, 1, { deletePolicy: "immediate" }), ["1"]);
    assert.deepEqual(namesIn(folder), []);
    fill(folder, { "in/a": "2\n" });
    const moveTo = join(folder, "out");
    assert.deepEqual(await bodiesOf(join(folder, "in"), 1, { moveTo }), ["2"]);
    assert.deepEqual(namesIn(moveTo), ["a"]);
    const trackerDir = join(folder, ".marks");
    const marking = { trackingPolicy: "tracker_dir", trackerDir, recursiveDirectorySearch: true } as const;
    fill(folder, { "keep/below/a": "3\n", "keep/b": "4\n" });
    const keep = join(folder, "keep");
    assert.deepEqual(await bodiesOf(keep, 2, marking), ["3", "4"]);
    assert.deepEqual(namesIn(keep), ["b", "below", "below/a"]);
    assert.deepEqual(readdirSync(join(trackerDir, "below")), ["a.COMPLETED"]);
    fill(keep, { c: "5" });
    assert.deepEqual(await bodiesOf(keep, 1, marking), ["5"]);
  });

  it("takes no file for the one before it that had its name, inode, size and time", async () => {
    const folder = tempFolder();
    const agent = await begin({ directory: folder, deletePolicy: "immediate" });
    const texts = Array.from({ length: 20 }, (_, index) => String(100 + index));
    const inodes = new Set<number>();
    for (const [index, text] of texts.entries()) {
      // Made elsewhere, so that it has its time when it appears.
      fill(folder, { ".new": `${text}\n` });
      inodes.add(statSync(join(folder, ".new")).ino);
      renameSync(join(folder, ".new"), join(folder, "a"));
      await eventually("the file is done", () => namesIn(folder).length === 0);
      assert.equal(agent.events.length > index, true, `${text} is lost`);
    }
    assert.ok(inodes.size < texts.length, "no inode came twice");
    assert.equal(await agent.drain(), true);
    assert.deepEqual(agent.bodies(), texts);
  });

  it("chooses by whole names, and by age", async () => {
    const folder = tempFolder();
    fill(folder, { "a.log": "1\n", "b.log.part": "no", "b.log": "2\n", "c.txt": "no" });
    const chosen = {
      includePattern: /[a-z]\.log(\.part)?/,
      ignorePattern: /.*\.part/,
      consumeOrder: "youngest",
    } as const;
    assert.deepEqual(await bodiesOf(folder, 2, chosen), ["2", "1"]);
    assert.deepEqual(namesIn(folder), ["a.log.COMPLETED", "b.log.COMPLETED", "b.log.part", "c.txt"]);
  });

  it("gives records, whole files, and text in other encodings", async () => {
    const folder = tempFolder();
    fill(folder, { "a.csv": 'id,text\n1,"two\nlines"\n2,x\n' });
    assert.deepEqual(await bodiesOf(folder, 3, { records: "csv" }), ["id,text", '1,"two\nlines"', "2,x"]);
    fill(folder, { a: "one\ntwo\n", b: "", c: Buffer.from([0xff, 0xfe, 0x61, 0]), d: "žžž" });
    const blobs = { deserializer: "blob", maxBlobLength: 8 } as const;
    assert.deepEqual(await bodiesOf(folder, 4, blobs), ["one\ntwo\n", "", "a", "žžž"]);
    fill(folder, { e: "123456789" });
    assert.deepEqual(await bodiesOf(folder, 2, blobs), ["12345678", "9"]);
    fill(folder, { f: Buffer.from([0xe8]) });
    assert.deepEqual(await bodiesOf(folder, 1, { charset: "iso-8859-2" }), ["č"]);
  });

  it("leaves a file alone that was changed a moment ago", async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, "fresh"), "later\n");
    fill(folder, { a: "1\n" });
    const agent = await begin({ directory: folder, quietFor: 3_600_000 });
    await eventually("the first", () => agent.events.length === 1);
    await agent.drain();
    assert.deepEqual([agent.bodies(), namesIn(folder)], [["1"], ["a.COMPLETED", "fresh"]]);
  });

  it("tells of a file that changes while it is read, and reads what was added", async () => {
    const folder = tempFolder();
    fill(folder, { a: "1\n2\n" });
    let isFirst = true;
    const onPut = () => {
      if (isFirst) appendFileSync(join(folder, "a"), "3\n");
      isFirst = false;
    };
    const agent = await begin({ directory: folder, batchSize: 1 }, { onPut });
    await eventually("the third", () => agent.events.length === 3);
    await agent.drain();
    assert.equal(agent.counted("changedFiles"), 1);
    assert.match(agent.logs.join("\n"), /a file was changed while it was read.*rename them into the folder/);
  });

  it("tells of a file whose name is not UTF-8, and reads others", async () => {
    const folder = tempFolder();
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff])]), "lost\n");
    fill(folder, { a: "1\n" });
    const agent = await begin({ directory: folder });
    await eventually("the other one", () => agent.events.length === 1);
    await agent.drain();
    assert.match(agent.logs.join("\n"), /a file is not read, since its name is not UTF-8: rename it/);
  });

  it("tells of a file that cannot be read, goes on with others, and reads it when that is over", async function () {
    if (process.getuid?.() === 0) this.skip();
    const folder = tempFolder();
    fill(folder, { a: "1\n", b: "2\n" });
    chmodSync(join(folder, "a"), 0);
    const agent = await begin({ directory: folder });
    await eventually("the second", () => agent.events.length === 1);
    chmodSync(join(folder, "a"), 0o600);
    await eventually("the first", () => agent.events.length === 2);
    await agent.drain();
    assert.deepEqual(agent.bodies(), ["2", "1"]);
    assert.match(agent.logs.join("\n"), /cannot read a file: EACCES/);
  });

  it("resumed in the middle of a file after a stop", async () => {
    const [folder, dataDir] = [tempFolder(), tempFolder()];
    const all = Array.from({ length: 300_000 }, (_, index) => `${index}`);
    fill(folder, { a: all.join("\n") });
    const first = await begin({ directory: folder, batchSize: 10 }, { dataDir, capacity: 10 });
    await eventually("some events", () => first.events.length >= 50);
    await first.drain();
    assert.ok(first.events.length < all.length);
    const second = await begin({ directory: folder }, { dataDir });
    await eventually("the rest", () => first.events.length + second.events.length >= all.length);
    await second.drain();
    assert.deepEqual([...first.bodies(), ...second.bodies()], all);
    assert.match(second.logs.join("\n"), /resumed in the middle of a file/);
  });

  it("reads a file from its start that is another one under the same name", async () => {
    const [folder, dataDir] = [tempFolder(), tempFolder()];
    fill(folder, { a: "1\n2\n3\n".repeat(100) });
    const first = await begin({ directory: folder, batchSize: 1 }, { dataDir, capacity: 1 });
    await eventually("an event", () => first.events.length >= 1);
    await first.drain();
    writeFileSync(join(folder, "a"), "new\n");
    const second = await begin({ directory: folder }, { dataDir });
    await eventually("the new one", () => second.events.length >= 1);
    await second.drain();
    assert.deepEqual(second.bodies(), ["new"]);
  });

  it("says what stands in the way of a start", async () => {
    const folder = tempFolder();
    const missing = begin({ directory: join(folder, "none") });
    await assert.rejects(missing, { name: "ComponentError", message: /there is no directory .*none$/ });
    const agent = await begin({ directory: folder });
    await assert.rejects(begin({ directory: folder }), { name: "ComponentError", message: /is in use by process/ });
    await agent.drain();
  });

  it(`loses nothing when it is killed, and repeats what was not noted, seed ${firstSeed}`, async function () {
    const kills = sampleSize(2, 100);
    this.timeout(60_000 + kills * 20_000);
    const cwd = tempFolder();
    mkdirSync(join(cwd, "in"));
    const program = `agent a {\n  spooldir("in", batchSize: 50, writePosInterval: 50ms, quietFor: 0s, pollDelay: 10ms)\n    -> file(transactionCapacity: 50) -> files("out", batchSize: 50)\n}\n`;
    writeFileSync(join(cwd, "a.flow"), program);
    const all: string[] = [];
    let random = firstSeed;
    const written = () =>
      existsSync(join(cwd, "out"))
        ? readdirSync(join(cwd, "out")).flatMap((name) =>
            readFileSync(join(cwd, "out", name), "utf8")
              .split("\n")
              .slice(0, -1),
          )
        : [];
    for (let kill = 0; kill < kills; kill++) {
      for (let file = 0; file < 5; file++) {
        const lines = Array.from({ length: 3000 }, (_, index) => `${kill} ${file} ${index} ${"x".repeat(100)}`);
        all.push(...lines);
        writeFileSync(join(cwd, "in", `${kill}-${file}`), lines.map((line) => `${line}\n`).join(""));
      }
      const before = written().length;
      const running = startSluice(["run", "a.flow"], { cwd });
      await eventually("more is written", () => written().length > before, 60_000);
      random = (random * 48271) % 2147483647;
      await new Promise((resolve) => setTimeout(resolve, random % 100));
      await running.stop("SIGKILL");
    }
    const last = startSluice(["run", "a.flow"], { cwd });
    await eventually(
      "all files are done",
      () => namesIn(join(cwd, "in")).every((name) => name.endsWith(".COMPLETED")),
      60_000,
    );
    assert.equal((await last.stop()).status, 0);
    const found = written();
    const distinct = new Set(found);
    assert.equal(all.filter((line) => !distinct.has(line)).length, 0);
    assert.equal(distinct.size, all.length);
  });

  it("says in explain what a crash repeats, and feeds a stream", async () => {
    const cwd = tempFolder();
    fill(join(cwd, "in"), { a: "to be or\nnot to be\n" });
    const text =
      'agent a {\n  spooldir("in") -> file() -> files("out")\n}\n\nstream s every 100ms {\n  spooldir("in2").flatMap(line => line.split(" ")).countByValue() -> print()\n}\n';
    writeFileSync(join(cwd, "a.flow"), text);
    const { stdout } = await sluice(["explain", "a.flow"], { cwd });
    assert.match(stdout, /atLeastOnce/);
    fill(join(cwd, "in2"), { b: "to be\nto\n" });
    const running = startSluice(["run", "a.flow", "--only", "s"], { cwd });
    await running.sees(/^\('to', 2\)$/m);
    assert.equal((await running.stop()).status, 0);
  });
});
