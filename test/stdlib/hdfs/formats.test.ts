import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { type Event, event } from "../../../runtime/contract/event.ts";
import { type Schema, t } from "../../../runtime/contract/schema.ts";
import type { HdfsOptions } from "../../../stdlib/hdfs/hdfs.options.ts";
import { hdfs } from "../../../stdlib/hdfs/hdfs.ts";
import { bzip2 } from "../../../stdlib/support/compression/bzip2/bzip2.ts";
import { serverSuite } from "../../servers/server-suite.ts";
import { manualClock } from "../../support/manual-clock.ts";
import { sampleSize } from "../../support/sample-size.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { testContext } from "../../support/test-context.ts";

const START = 1_700_000_000_000;
const CODECS = ["gzip", "deflate", "bzip2", "snappy", "lz4", "zstd"] as const;
/** Hadoop's own codec of Zstandard needs its native library, which is in no jar. */
const READ_BY_HADOOP = CODECS.filter((codec) => codec !== "zstd");
const CONTAINER_CODECS = [null, "deflate", "snappy", "zstandard", "bzip2"] as const;

/** Beyond one chunk and one block of every codec, with what compresses well and what does not. */
const LARGE = Array.from({ length: 150_000 }, (_, index) => String.fromCharCode(32 + ((index * index * 7919) % 90)));
const BODIES = [
  ...Array.from({ length: 300 }, (_, index) => `line ${index} äöü €${"x".repeat(index % 90)}`),
  LARGE.join(""),
  "",
  "last",
];

const events = BODIES.map((body, index) => {
  const headers = { timestamp: String(index * 1_000_000_007), host: `web${index}` };
  return event(body, new Map(index === 0 ? [] : Object.entries(headers)));
});

serverSuite("readers", "files of the hdfs sink, read by the tools of their formats", (readers) => {
  const tempFolder = tempFolders();

  /** Writes events in three batches, and gives the one file that is made of them. */
  async function written<T>(events: readonly Event<T>[], options: Partial<HdfsOptions<T>>, element: Schema = t.string) {
    const output = tempFolder();
    const context = testContext({ dataDir: tempFolder(), clock: manualClock(START) });
    const sink = hdfs<T>(
      { path: `file://${output}`, rollCount: 0, rollSize: 0, rollInterval: 0, ...options },
      { name: "a1.k1", place: "t.flow:1:1", element },
    );
    await sink.open(context);
    const cuts = [0, 1, 7, events.length];
    for (const [index, from] of cuts.slice(0, -1).entries()) await sink.write(events.slice(from, cuts[index + 1]));
    await sink.close();
    const [name, ...others] = readdirSync(output);
    assert.ok(name !== undefined && others.length === 0);
    return join(output, name);
  }

  /** Files by their paths, and what is expected of each. */
  async function expectRead(expected: ReadonlyMap<string, { readonly what: string; readonly content: unknown }>) {
    const found = await readers().read([...expected.keys()]);
    for (const [path, { what, content }] of expected) {
      const [is, should] = [JSON.stringify(found.get(path)), JSON.stringify(content)];
      const at = Array.from(should).findIndex((character, index) => is?.[index] !== character);
      assert.ok(is === should, `${what}: ${is?.slice(Math.max(0, at - 40), at + 200)} in ${path}`);
    }
  }

  const base64 = (text: string) => Buffer.from(text).toString("base64");

  it("are texts, sequence files and container files, with every codec", async () => {
    const expected = new Map<string, { what: string; content: unknown }>();
    for (const codeC of CODECS) {
      const path = await written(events, { fileType: "CompressedStream", codeC });
      expected.set(path, { what: codeC, content: base64(`${BODIES.join("\n")}\n`) });
    }
    for (const options of sequences()) {
      // A value by itself is a stream of its own.
      const records = BODIES.map((body, index) => [index === 0 ? START : index * 1_000_000_007, base64(body)]);
      expected.set(await written(events, options), { what: JSON.stringify(options), content: records });
    }
    for (const compressionCodec of CONTAINER_CODECS) {
      const options = { format: "avroEvent", compressionCodec, syncIntervalBytes: 20_000 } as const;
      const content = events.map(({ body, headers }) => ({ headers: Object.fromEntries(headers), body: base64(body) }));
      const sorted = content.map(({ headers, body }) => ({ headers: sortedKeys(headers), body }));
      expected.set(await written(events, options), { what: `avroEvent ${compressionCodec}`, content: sorted });
    }
    expected.set(...(await typed()));
    expected.set(...bzip2Streams());
    await expectRead(expected);
  });

  function sequences(): readonly Partial<HdfsOptions<string>>[] {
    const kinds = READ_BY_HADOOP.flatMap((codeC) =>
      (["record", "block"] as const).map((compressionType) => ({ codeC, compressionType })),
    );
    return [{ writeFormat: "Text" as const }, {}, ...kinds].map((options) => ({
      fileType: "SequenceFile",
      ...options,
    }));
  }

  /** Streams of bzip2 one behind the other, of random contents and of one beyond a block. */
  function bzip2Streams(): [string, { what: string; content: unknown }] {
    const part = fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 5 }), fc.nat(3_000));
    const repeated = part.map(([bytes, times]) => Buffer.concat(Array.from({ length: times }, () => bytes)));
    const contents = fc.array(fc.oneof(fc.uint8Array({ maxLength: 300 }), repeated), { minLength: 1, maxLength: 5 });
    const given = [Buffer.from(Array.from({ length: 1_000_000 }, (_, index) => (index * 31 + (index >> 5)) & 0x3f))];
    const some = { numRuns: sampleSize(60, 2_000) };
    fc.assert(
      fc.property(contents, (parts) => {
        const content = Buffer.concat(parts);
        if (content.length > 0) given.push(content);
      }),
      some,
    );
    const path = join(tempFolder(), "streams.bz2");
    writeFileSync(path, Buffer.concat(given.map((content) => bzip2(content))));
    return [path, { what: "streams of bzip2", content: Buffer.concat(given).toString("base64") }];
  }

  /** A file whose schema is made from a type that has each kind. */
  async function typed(): Promise<[string, { what: string; content: unknown }]> {
    const element = t.record({
      at: t.timestamp,
      page: t.string,
      bytes: t.nullable(t.int),
      share: t.float,
      isNew: t.bool,
      level: t.literal("info", "warn"),
      raw: t.bytes,
      tags: t.array(t.string),
      size: t.tuple(t.int, t.string),
      counts: t.map(t.string, t.int),
      byCode: t.map(t.int, t.string),
      inner: t.record({ id: t.int, next: t.nullable(t.record({ id: t.int })) }),
      took: t.duration,
    });
    const bodies = BODIES.map((page, index) => ({
      at: START + index,
      page,
      bytes: index % 3 === 0 ? null : (index % 2 === 0 ? -1 : 1) * (Number.MAX_SAFE_INTEGER - index),
      share: index / 7 + 0.5,
      isNew: index % 2 === 0,
      level: index % 2 === 0 ? "info" : "warn",
      raw: Buffer.from([index & 255, 0, 255]),
      tags: ["a", "b"].slice(0, index % 3),
      size: [index, `s${index}`],
      counts: new Map([["x", index]]),
      byCode: new Map([[index, "y"]]),
      inner: { id: index, next: index % 2 === 0 ? null : { id: -index } },
      took: 1500,
    }));
    const content = bodies.map((body) => ({
      ...body,
      raw: body.raw.toString("base64"),
      size: { _1: body.size[0], _2: body.size[1] },
      counts: Object.fromEntries(body.counts),
      byCode: [...body.byCode].map(([key, value]) => ({ key, value })),
    }));
    const all = bodies.map((body) => event(body));
    const path = await written(all, { format: "avro" }, element);
    assert.match(path, /\.avro$/);
    return [path, { what: "avro", content }];
  }
});

/** The headers of an event in the order that a map of Java's gives them. */
function sortedKeys(headers: Readonly<Record<string, string>>): unknown {
  return Object.fromEntries(Object.entries(headers).sort(([one], [other]) => (one < other ? -1 : 1)));
}

describe("lines of the hdfs sink", () => {
  const tempFolder = tempFolders();

  async function linesOf<T>(body: T, options: Partial<HdfsOptions<T>>, element: Schema) {
    const output = tempFolder();
    const declared = { name: "a1.k1", place: "t.flow:1:1", element };
    const sink = hdfs<T>({ path: `file://${output}`, ...options }, declared);
    await sink.open(testContext({ dataDir: tempFolder(), clock: manualClock(START) }));
    const headers = new Map([
      ["host", "web1"],
      ["level", "warn"],
    ]);
    try {
      await sink.write([event(body, headers)]);
    } finally {
      await sink.close();
    }
    return readFileSync(join(output, readdirSync(output)[0]!), "utf8");
  }

  it("are headers and text", async () => {
    assert.equal(await linesOf("a", { format: "headerAndText" }, t.string), "{host=web1, level=warn} a\n");
    const bytes = await linesOf(Buffer.from("a"), { format: "headerAndText" }, t.bytes);
    assert.equal(bytes, "{host=web1, level=warn} a\n");
  });

  it("are comma-separated values", async () => {
    const row = { a: 'say "hi"', b: null, c: [1, 2], d: START };
    const element = t.record({ a: t.string, b: t.nullable(t.int), c: t.array(t.int), d: t.timestamp });
    assert.equal(await linesOf(row, { format: "csv" }, element), '"say ""hi""",,"[1,2]",2023-11-14T22:13:20.000Z\n');
    assert.equal(await linesOf(["x", 1], { format: "csv" }, t.tuple(t.string, t.int)), "x,1\n");
    assert.equal(await linesOf("x,y", { format: "csv" }, t.string), '"x,y"\n');
  });

  it("refuse an event without a valid time, where the time is the key of a record", async () => {
    const written = linesOf(
      "a",
      { fileType: "SequenceFile", headers: () => new Map([["timestamp", "soon"]]) },
      t.string,
    );
    await assert.rejects(written, /the header `timestamp` is "soon", not a time in milliseconds/);
  });

  it("refuse a field that Avro has no name for", async () => {
    const sink = linesOf({ "a-b": 1 }, { format: "avro" }, t.record({ "a-b": t.int }));
    await assert.rejects(sink, /the field `a-b` has a name that Avro does not take/);
  });
});
