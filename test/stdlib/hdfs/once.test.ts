import assert from "node:assert/strict";
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { event } from "../../../runtime/contract/event.ts";
import { t } from "../../../runtime/contract/schema.ts";
import type { Sink } from "../../../runtime/contract/sink.ts";
import type { HdfsOptions } from "../../../stdlib/hdfs/hdfs.options.ts";
import { hdfs } from "../../../stdlib/hdfs/hdfs.ts";
import { eventually } from "../../support/eventually.ts";
import { leaveOpen } from "../../support/leave-open.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { type TestContext, testContext } from "../../support/test-context.ts";

describe("hdfs with batches that are written once", () => {
  const tempFolder = tempFolders();
  let output: string;
  let dataDir: string;
  let context: TestContext;
  const killed: Sink<string>[] = [];

  beforeEach(() => {
    output = tempFolder();
    dataDir = tempFolder();
  });

  // What was "killed" holds on to its journal until the end of the test.
  afterEach(async () => {
    for (const sink of killed.splice(0)) await sink.close().catch(() => {});
  });

  async function open(options: Partial<HdfsOptions<string>> = {}): Promise<Sink<string>> {
    context = testContext({ dataDir });
    const path = `file://${output}`;
    const sink = hdfs<string>(
      { path, rollCount: 0, rollSize: 0, rollInterval: 0, ...options },
      { name: "a1.k1", place: "", element: t.string },
    );
    await sink.open(context);
    return leaveOpen(sink);
  }

  const batch = (...bodies: string[]) => bodies.map((body) => event(body, new Map([["host", body[0]!]])));

  const contents = () =>
    readdirSync(output)
      .sort()
      .map((name) => readFileSync(join(output, name), "utf8"));

  const inUse = () => {
    const [name, ...others] = readdirSync(output).filter((one) => one.endsWith(".tmp"));
    assert.ok(name !== undefined && others.length === 0);
    return join(output, name);
  };

  async function finished(): Promise<readonly string[]> {
    await (await open()).close();
    assert.ok(readdirSync(output).every((name) => !name.endsWith(".tmp")));
    return contents();
  }

  it("skips one that is written, in this start and in the next", async () => {
    const first = await open();
    killed.push(first);
    await first.writeOnce!(batch("a", "b"), "b1");
    await first.writeOnce!(batch("a", "b"), "b1");
    const second = await open();
    await second.writeOnce!(batch("a", "b"), "b1");
    assert.deepEqual(
      context.logged.filter(({ message }) => message.startsWith("skips")).map(({ message }) => message),
      ["skips a batch that is written already"],
    );
    await second.writeOnce!(batch("c"), "b2");
    await second.close();
    assert.deepEqual(contents(), ["a\nb\n", "c\n"]);
  });

  it("takes back whole lines of one that was not written to its end", async () => {
    const first = await open();
    killed.push(first);
    await first.writeOnce!(batch("a"), "b1");
    const notes = join(dataDir, "sink/a1.k1/in-use.jsonl");
    const noted = readFileSync(notes);
    await first.writeOnce!(batch("b", "c"), "b2");
    assert.equal(readFileSync(inUse(), "utf8"), "a\nb\nc\n");
    // As if it had been killed before it was noted.
    writeFileSync(notes, noted);
    const second = await open();
    await eventually("the file is completed", () => readdirSync(output).every((name) => !name.endsWith(".tmp")));
    assert.deepEqual(contents(), ["a\n"]);
    await second.writeOnce!(batch("b", "c"), "b2");
    await second.close();
    assert.deepEqual(contents(), ["a\n", "b\nc\n"]);
  });

  it("takes one back from all of its files, new ones too, and keeps one that is noted in all of them", async () => {
    const options = { filePrefix: "%{host}" };
    const notes = join(dataDir, "sink/a1.k1/in-use.jsonl");
    const first = await open(options);
    killed.push(first);
    await first.writeOnce!(batch("a1", "b1"), "b1");
    await first.writeOnce!(batch("a2", "a3", "b2", "c1"), "b2");
    const lines = readFileSync(notes, "utf8").split("\n");
    const noted = lines.findLastIndex((line) => line.includes('"batch":"b2"'));
    writeFileSync(notes, `${lines.slice(0, noted).join("\n")}\n`);
    await (await open(options)).close();
    assert.deepEqual(contents(), ["a1\n", "b1\n"]);
  });

  it("leaves nothing of a first batch that nobody has noted", async () => {
    const first = await open();
    killed.push(first);
    await first.writeOnce!(batch("a"), "b1");
    const notes = join(dataDir, "sink/a1.k1/in-use.jsonl");
    const lines = readFileSync(notes, "utf8").split("\n");
    writeFileSync(
      notes,
      `${lines
        .slice(
          0,
          lines.findIndex((line) => line.includes('"batch"')),
        )
        .join("\n")}\n`,
    );
    assert.deepEqual(await finished(), []);
  });

  it("keeps what other writes have confirmed among them", async () => {
    const first = await open();
    killed.push(first);
    await first.write(batch("a"));
    await first.writeOnce!(batch("b"), "b1");
    await first.write(batch("c"));
    // Half of a write that was not confirmed.
    appendFileSync(inUse(), "d\ne");
    assert.deepEqual(await finished(), ["a\nb\nc\n"]);
  });

  it("knows the last one when the journal is written anew", async () => {
    const first = await open();
    await first.writeOnce!(batch("a"), "b1");
    await first.close();
    await (await open()).close();
    const third = await open();
    await third.writeOnce!(batch("a"), "b1");
    await third.close();
    assert.deepEqual(contents(), ["a\n"]);
  });
});
