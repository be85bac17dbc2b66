import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, inflateSync } from "node:zlib";
import { event } from "../../runtime/contract/event.ts";
import { type Schema, t } from "../../runtime/contract/schema.ts";
import type { Sink } from "../../runtime/contract/sink.ts";
import type { FilesOptions } from "../../stdlib/files/files.options.ts";
import { files } from "../../stdlib/files/files.ts";
import { serverSuite } from "../servers/server-suite.ts";
import { manualClock } from "../support/manual-clock.ts";
import { tempFolders } from "../support/temp-folder.ts";
import { contextFor } from "./support/context.ts";
import { declared } from "./support/one-agent.ts";

const BODIES = Array.from({ length: 300 }, (_, index) => `line ${index} äöü €${"x".repeat(index % 90)}`);
const events = BODIES.map((body, index) => event(body, new Map([["host", `web${index}`]])));
const VISITS = BODIES.map((page, index) => event({ page, bytes: index % 3 === 0 ? null : -index }));
const VISIT = t.record({ page: t.string, bytes: t.nullable(t.int) });

const base64 = (text: string) => Buffer.from(text).toString("base64");

/** Sinks in directories of their own, each opened as often as it is started: an earlier one was "killed" by that. */
function sinks(tempFolder: () => string) {
  const opened: Sink<unknown>[] = [];
  afterEach(async () => {
    for (const sink of opened.splice(0)) await sink.close().catch(() => {});
  });
  return () => {
    const folder = tempFolder();
    const directory = join(folder, "out");
    const logs: string[] = [];
    const start = async (options: Partial<FilesOptions>, element: Schema = t.string, time = 1000) => {
      const sink = files<unknown>({ directory, ...options }, declared("k1", element));
      const clock = manualClock(time);
      await sink.open(contextFor({ clock, dataDir: join(folder, "data"), logs }));
      opened.push(sink);
      return { sink, clock };
    };
    const paths = () =>
      readdirSync(directory)
        .sort()
        .map((name) => join(directory, name));
    return { start, paths, logs };
  };
}

serverSuite("readers", "files of the files sink, read by the tools of their formats", (readers) => {
  const newSink = sinks(tempFolders());

  it("are container files with every codec, rolled by time", async () => {
    const expected = new Map<string, unknown>();
    for (const compressionCodec of [null, "deflate", "snappy", "zstandard", "bzip2"] as const) {
      const { start, paths } = newSink();
      const options = { format: "avroEvent", compressionCodec, syncIntervalBytes: 5000, rollInterval: 30_000 } as const;
      const { sink, clock } = await start(options);
      const content = events.map(({ headers, body }) => ({ headers: Object.fromEntries(headers), body: base64(body) }));
      await sink.write(events.slice(0, 10));
      await sink.write(events.slice(10, 200));
      await clock.advance(30_000);
      await sink.write(events.slice(200));
      await sink.close();
      const [first, second, ...others] = paths();
      assert.match(first!, /1000-1\.avro$/);
      assert.deepEqual(others, []);
      expected.set(first!, content.slice(0, 200)).set(second!, content.slice(200));
    }
    const { start, paths } = newSink();
    const { sink } = await start({ format: "avro", extension: "data" }, VISIT);
    await sink.write(VISITS);
    await sink.close();
    expected.set(
      paths()[0]!,
      VISITS.map(({ body }) => body),
    );
    assert.match(paths()[0]!, /1000-1\.data$/);
    assert.deepEqual(await readers().read([...expected.keys()]), expected);
  });

  it("are whole container files behind a start that was killed in the middle of a batch", async () => {
    const { start, paths, logs } = newSink();
    const { sink } = await start({ format: "avro" }, VISIT);
    await sink.write(VISITS.slice(0, 100));
    const whole = statSync(paths()[0]!).size;
    await sink.write(VISITS.slice(100, 200));
    truncateSync(paths()[0]!, whole + 50);
    const second = await start({ format: "avro" }, VISIT, 2000);
    assert.match(logs.join("\n"), /took back 50 bytes of a batch/);
    await second.sink.write(VISITS.slice(100));
    await second.sink.close();
    const bodies = VISITS.map(({ body }) => body);
    const [first, other] = paths();
    assert.deepEqual(
      await readers().read(paths()),
      new Map([
        [first, bodies.slice(0, 100)],
        [other, bodies.slice(100)],
      ]),
    );
  });
});

describe("packed files of the files sink", () => {
  const newSink = sinks(tempFolders());

  it("have a stream of the codec for each batch, and the end of its name", async () => {
    const { start, paths } = newSink();
    const { sink } = await start({ codeC: "gzip", format: "headerAndText" });
    await sink.write(events.slice(0, 1));
    await sink.write(events.slice(1, 3));
    await sink.close();
    assert.match(paths()[0]!, /1000-1\.gz$/);
    const lines = events.slice(0, 3).map(({ body }, index) => `{host=web${index}} ${body}\n`);
    assert.equal(gunzipSync(readFileSync(paths()[0]!)).toString(), lines.join(""));
    const other = newSink();
    const deflated = await other.start({ codeC: "deflate" });
    await deflated.sink.write(events.slice(0, 2));
    await deflated.sink.close();
    assert.equal(inflateSync(readFileSync(other.paths()[0]!)).toString(), `${BODIES[0]}\n${BODIES[1]}\n`);
  });

  it("keep nothing of a batch whose last sector is missing, though its note is there", async () => {
    const { start, paths } = newSink();
    const { sink } = await start({ codeC: "gzip" });
    await sink.write(events.slice(0, 5));
    await sink.write(events.slice(5, 9));
    truncateSync(paths()[0]!, statSync(paths()[0]!).size - 1);
    await start({ codeC: "gzip" }, t.string, 2000);
    assert.equal(gunzipSync(readFileSync(paths()[0]!)).toString(), `${BODIES.slice(0, 5).join("\n")}\n`);
  });

  it("begin with a header again where the first batch failed", async () => {
    const { start, paths } = newSink();
    const { sink } = await start({ format: "avro" }, t.record({ s: t.string }));
    await assert.rejects(sink.write([event({ s: null })]));
    await sink.write([event({ s: "a" })]);
    await sink.close();
    assert.deepEqual(
      paths().map((path) => readFileSync(path).toString("latin1", 0, 3)),
      ["Obj"],
    );
  });

  it("write a batch of a stream once", async () => {
    const { start, paths, logs } = newSink();
    const { sink } = await start({ format: "avro" }, VISIT);
    await sink.writeOnce!(VISITS.slice(0, 2), "b1");
    const second = await start({ format: "avro" }, VISIT, 2000);
    await second.sink.writeOnce!(VISITS.slice(0, 2), "b1");
    await second.sink.close();
    assert.match(logs.join("\n"), /skips a batch that an earlier start has written batch=b1/);
    assert.equal(paths().length, 1);
  });
});
