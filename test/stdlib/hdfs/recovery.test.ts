import assert from "node:assert/strict";
import {
  appendFileSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { event } from "../../../runtime/contract/event.ts";
import { t } from "../../../runtime/contract/schema.ts";
import type { Sink } from "../../../runtime/contract/sink.ts";
import type { HdfsOptions } from "../../../stdlib/hdfs/hdfs.options.ts";
import { hdfs } from "../../../stdlib/hdfs/hdfs.ts";
import { eventually } from "../../support/eventually.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { type TestContext, testContext } from "../../support/test-context.ts";

describe("hdfs after a crash", () => {
  const tempFolder = tempFolders();
  let output: string;
  let dataDir: string;
  let context: TestContext;
  const opened: Sink<string>[] = [];

  beforeEach(() => {
    output = tempFolder();
    dataDir = tempFolder();
  });

  // What "crashed" holds on to its journal until the end of the test, as another process would until its own end.
  afterEach(async () => {
    for (const sink of opened.splice(0)) await sink.close();
  });

  async function open(options: Partial<HdfsOptions<string>> = {}): Promise<Sink<string>> {
    context = testContext({ dataDir });
    const path = `file://${output}`;
    const sink = hdfs<string>(
      { path, rollCount: 0, rollSize: 0, rollInterval: 0, ...options },
      { name: "a1.k1", place: "", element: t.string },
    );
    await sink.open(context);
    return sink;
  }

  async function crashAfter(events: readonly string[], options: Partial<HdfsOptions<string>> = {}): Promise<string> {
    const sink = await open(options);
    opened.push(sink);
    await sink.write(events.map((body) => event(body)));
    const [name] = readdirSync(output).filter((name) => name.endsWith(".tmp"));
    assert.ok(name !== undefined);
    return join(output, name);
  }

  async function restart(options: Partial<HdfsOptions<string>> = {}): Promise<void> {
    await (await open(options)).close();
  }

  const names = () => readdirSync(output);
  const text = (name: string | undefined) => readFileSync(join(output, name ?? ""), "utf8");

  it("gives the file that was in use its final name, and says so", async () => {
    const path = await crashAfter(["one", "two"]);
    await restart();
    const [name] = names();
    assert.equal(join(output, name ?? ""), path.replace(/\.tmp$/, ""));
    assert.equal(text(name), "one\ntwo\n");
    assert.match(
      context.logged.map(({ message }) => message).join(),
      /completed .*FlumeData\.\d+, which an earlier start left in use/,
    );
  });

  it("removes a last line that is not whole", async () => {
    const path = await crashAfter(["one"]);
    appendFileSync(path, `two\nthr`);
    await restart();
    assert.equal(text(names()[0]), "one\ntwo\n");
  });

  it("removes a long one, and a file that has no whole line", async () => {
    const path = await crashAfter(["one"]);
    appendFileSync(path, "x".repeat(200_000));
    await restart();
    assert.equal(text(names()[0]), "one\n");

    const second = await crashAfter(["two"], { filePrefix: "second" });
    writeFileSync(second, "x".repeat(200_000));
    await restart();
    assert.equal(names().length, 1);
  });

  it("removes a gzip member that is not whole", async () => {
    const options = { fileType: "CompressedStream", codeC: "gzip" } as const;
    const path = await crashAfter(["one"], options);
    await opened[0]?.write([event("two")]);
    const whole = readFileSync(path);
    await opened[0]?.write([event("three")]);
    truncateSync(path, readFileSync(path).length - 3);
    await restart(options);
    const [name] = names();
    assert.equal(gunzipSync(readFileSync(join(output, name ?? ""))).toString(), "one\ntwo\n");
    assert.equal(readFileSync(join(output, name ?? "")).length, whole.length);
  });

  it("removes what follows a gap, as a power failure leaves it, and keeps zeros of a batch that is safe", async () => {
    const path = await crashAfter([`zeros ${"\0".repeat(600)}`]);
    const safe = readFileSync(path);
    appendFileSync(path, `two\n${"x".repeat(600)}\nthree\n`);
    const bytes = readFileSync(path);
    bytes.fill(0, safe.length + 4, 1024);
    writeFileSync(path, bytes);
    await restart();
    assert.deepEqual(readFileSync(join(output, names()[0] ?? "")).toString(), `${safe.toString()}two\n`);
  });

  it("removes a gzip member that has a gap", async () => {
    const options = { fileType: "CompressedStream", codeC: "gzip" } as const;
    const path = await crashAfter(["one"], options);
    const whole = readFileSync(path);
    const torn = Buffer.from(whole);
    torn.fill(0, 21, 23);
    appendFileSync(path, Buffer.concat([whole, torn]));
    await restart(options);
    assert.equal(gunzipSync(readFileSync(join(output, names()[0] ?? ""))).toString(), "one\none\n");
  });

  for (const options of [
    { fileType: "SequenceFile" },
    { fileType: "SequenceFile", codeC: "snappy" },
    { fileType: "CompressedStream", codeC: "zstd" },
    { format: "avroEvent", compressionCodec: "deflate" },
  ] as const) {
    it(`leaves the whole batches of a file in use, and no file of a header alone: ${JSON.stringify(options)}`, async () => {
      const path = await crashAfter(["one"], options);
      await opened[0]?.write([event("three")]);
      const whole = readFileSync(path);
      await opened[0]?.write([event("four ".repeat(20))]);
      truncateSync(path, readFileSync(path).length - 3);
      await restart(options);
      const [name, ...others] = names();
      assert.deepEqual([readFileSync(join(output, name ?? "")), others], [whole, []]);

      const second = await crashAfter(["one"], { ...options, filePrefix: "second" });
      truncateSync(second, readFileSync(second).length - 3);
      await restart({ ...options, filePrefix: "second" });
      assert.deepEqual(names(), [name]);
    });
  }

  it("takes a file in use for what the start that wrote it made, also when the program makes others now", async () => {
    const kinds = [
      {},
      { fileType: "SequenceFile" },
      { fileType: "CompressedStream", codeC: "snappy" },
      { format: "avroEvent" },
    ] as const;
    for (const [index, before] of kinds.entries()) {
      const path = await crashAfter(["one"], { ...before, filePrefix: `f${index}` });
      const whole = readFileSync(path);
      await opened.at(-1)?.write([event("two")]);
      truncateSync(path, readFileSync(path).length - 2);
      await restart(kinds[(index + 1) % kinds.length]);
      const name = names().find((name) => name.startsWith(`f${index}`)) ?? "";
      assert.deepEqual([readFileSync(join(output, name)), /tmp$/.test(name)], [whole, false], `${index}`);
    }
  });

  it("leaves alone files in use that it did not begin", async () => {
    writeFileSync(join(output, "FlumeData.1.tmp"), "another program is writ");
    await restart();
    assert.deepEqual(names(), ["FlumeData.1.tmp"]);
  });

  it("finds a file that has both names, and one that has its final name already", async () => {
    const path = await crashAfter(["one"]);
    linkSync(path, path.replace(/\.tmp$/, ""));
    await restart();
    assert.equal(names().length, 1);
    assert.equal(text(names()[0]), "one\n");
    await restart();
    assert.equal(names().length, 1);
  });

  it("reads a journal whose last line is not whole", async () => {
    await crashAfter(["one"]);
    appendFileSync(join(dataDir, "sink/a1.k1/in-use.jsonl"), '{"on":"","pa');
    await restart();
    assert.equal(text(names()[0]), "one\n");
    assert.equal(names()[0]?.endsWith(".tmp"), false);
  });

  it("completes what a copy has left that does not come back, and nothing else", async () => {
    const left = await crashAfter(["one", "two"], { path: `file://${output}/%{day}`, filePrefix: "f-%{day}" });
    appendFileSync(left, "half of a line");
    const folder = dirname(left);
    const old = new Date(Date.now() - 3_600_000);
    const others = ["f-x.1700000000000.gz.tmp", "g.1700000000000.tmp", "f-.17.tmp", "f-.1700000000000"];
    for (const name of others) writeFileSync(join(folder, name), "x");
    const young = "f-young.1700000000001.tmp";
    writeFileSync(join(folder, young), "y\n");
    for (const name of [left, ...others.map((one) => join(folder, one))]) utimesSync(name, old, old);
    // Another container: it has a data directory of its own.
    dataDir = tempFolder();
    const sink = await open({ path: `file://${output}/%{day}`, filePrefix: "f-%{day}", adoptAfter: 60_000 });
    await eventually("the file is adopted", () => !existsSync(left));
    assert.equal(context.counted.get("adopted"), 1);
    await sink.close();
    assert.equal(readFileSync(left.replace(/\.tmp$/, ""), "utf8"), "one\ntwo\n");
    assert.deepEqual(
      readdirSync(folder)
        .filter((name) => [...others, young].includes(name))
        .sort(),
      [...others, young].sort(),
    );
  });

  it("loses nothing of a copy that lives and whose file is adopted", async () => {
    const path = await crashAfter(["one"]);
    const living = opened[0]!;
    const old = new Date(Date.now() - 3_600_000);
    utimesSync(path, old, old);
    dataDir = tempFolder();
    const sink = await open({ adoptAfter: 60_000 });
    await eventually("the file is adopted", () => !existsSync(path));
    await sink.close();
    await assert.rejects(living.write([event("two")]), /ENOENT/);
    await living.write([event("two")]);
    await living.close();
    opened.pop();
    assert.deepEqual(names().map(text).sort(), ["one\n", "two\n"]);
  });

  it("names what it cannot complete because it is elsewhere", async () => {
    const path = await crashAfter(["one"]);
    const journal = join(dataDir, "sink/a1.k1/in-use.jsonl");
    writeFileSync(journal, readFileSync(journal, "utf8").replaceAll('"on":""', '"on":"hdfs://old:8020"'));
    await restart();
    const warning = context.logged.find(({ level }) => level === "warn");
    assert.match(warning?.message ?? "", /left in use by an earlier start, and not completed/);
    assert.deepEqual(warning?.fields["files"], [`hdfs://old:8020${path}`]);
  });

  it("keeps its journal short over many files", async () => {
    const sink = await open({ rollCount: 1 });
    for (let round = 0; round < 12; round++) {
      await sink.write(Array.from({ length: 100 }, (_, index) => event(`${index}`)));
    }
    const lines = text(join("..", dataDir.split("/").at(-1) ?? "", "sink/a1.k1/in-use.jsonl")).split("\n").length;
    assert.ok(lines < 2000, `${lines} lines`);
    await sink.close();
    assert.equal(names().length, 1200);
  });
});
