import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { event } from "../../../runtime/contract/event.ts";
import { type Schema, t } from "../../../runtime/contract/schema.ts";
import type { FilesOptions } from "../../../stdlib/files/files.options.ts";
import { files } from "../../../stdlib/files/files.ts";
import { spooldir } from "../../../stdlib/spooldir/spooldir.ts";
import { avroJson } from "../../../stdlib/support/avro/avro-json.ts";
import { AvroReader } from "../../../stdlib/support/avro/avro-reader.ts";
import { AvroWriter } from "../../../stdlib/support/avro/avro-writer.ts";
import { ContainerReader } from "../../../stdlib/support/avro/container-reader.ts";
import { eventually } from "../../support/eventually.ts";
import { manualClock } from "../../support/manual-clock.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { contextFor } from "../support/context.ts";
import { declared, startOneAgent } from "../support/one-agent.ts";

const ORDER = t.record({
  at: t.timestamp,
  shop: t.string,
  cents: t.nullable(t.int),
  share: t.float,
  raw: t.bytes,
  tags: t.array(t.string),
  counts: t.map(t.string, t.int),
});

const ORDERS = Array.from({ length: 500 }, (_, index) => ({
  at: 1_700_000_000_000 + index,
  shop: `shop ${index} äöü "€"`,
  cents: index % 3 === 0 ? null : (index % 2 === 0 ? 1 : -1) * (Number.MAX_SAFE_INTEGER - index),
  share: index === 7 ? Number.NaN : index / 7,
  raw: Buffer.from([index & 255, 0, 255]),
  tags: ["a", "b"].slice(0, index % 3),
  counts: new Map([["x", index]]),
}));

const JSONS = ORDERS.map(({ at, share, raw, counts, ...others }) => ({
  at: new Date(at).toISOString(),
  ...others,
  share: Number.isNaN(share) ? "NaN" : share,
  raw: raw.toString("base64"),
  counts: Object.fromEntries(counts),
})).map(({ at, shop, cents, share, raw, tags, counts }) =>
  JSON.stringify({ at, shop, cents, share, raw, tags, counts }),
);

describe("spooldir with container files of Avro", () => {
  const tempFolder = tempFolders();

  /** The one file that three batches make. */
  async function container(options: Partial<FilesOptions> = {}, element: Schema = ORDER, bodies: unknown[] = ORDERS) {
    const directory = join(tempFolder(), "out");
    const sink = files<unknown>({ directory, format: "avro", ...options }, declared("k1", element));
    await sink.open(contextFor({ clock: manualClock(1000), dataDir: tempFolder() }));
    const cuts = [0, 1, 100, bodies.length];
    for (const [index, from] of cuts.slice(0, -1).entries()) {
      await sink.write(bodies.slice(from, cuts[index + 1]).map((body) => event(body)));
    }
    await sink.close();
    const [name, ...others] = readdirSync(directory);
    assert.equal(others.length, 0);
    return readFileSync(join(directory, name!));
  }

  const begin = (directory: string) =>
    startOneAgent(
      spooldir({ directory, deserializer: "avro", basenameHeader: true, pollDelay: 5, quietFor: 0 }, declared("r1")),
    );

  for (const compressionCodec of [null, "deflate", "snappy", "zstandard"] as const) {
    it(`delivers each datum as JSON, compressed with ${compressionCodec}`, async () => {
      const folder = tempFolder();
      writeFileSync(join(folder, "one.avro"), await container({ compressionCodec, syncIntervalBytes: 2000 }));
      const agent = await begin(folder);
      await eventually("it is done", () => readdirSync(folder).includes("one.avro.COMPLETED"));
      assert.deepEqual(agent.bodies(), JSONS);
      assert.equal(agent.events[0]?.headers.get("basename"), "one.avro");
      await agent.drain();
    });
  }

  it("reads a file in whatever pieces it comes", async () => {
    const bytes = await container({ compressionCodec: "deflate", syncIntervalBytes: 1000 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 40 }), async (cuts) => {
        const reader = new ContainerReader(1_000_000);
        const found: string[] = [];
        const ends = [...new Set([...cuts, bytes.length])].sort((one, other) => one - other);
        for (const [index, end] of ends.entries()) {
          found.push(...(await reader.push(bytes.subarray(ends[index - 1] ?? 0, end))));
        }
        assert.deepEqual(reader.end(), []);
        assert.deepEqual(found, JSONS);
      }),
      { numRuns: 30 },
    );
  });

  it("leaves a file that is damaged or none where it is, tells it, and reads the others", async () => {
    const folder = tempFolder();
    const whole = await container({ syncIntervalBytes: 1000 });
    const flipped = Buffer.from(whole);
    flipped[flipped.length - 8]! ^= 1;
    const bzip2 = await container({ compressionCodec: "bzip2" });
    const broken = {
      "a-text": "no container",
      "b-half": whole.subarray(0, -20),
      "c-flipped": flipped,
      "d-bzip2": bzip2,
    };
    for (const [name, bytes] of Object.entries({ ...broken, "e-empty": "", "f-whole": whole })) {
      writeFileSync(join(folder, name), bytes);
    }
    const agent = await begin(folder);
    await eventually("the last is done", () => readdirSync(folder).includes("f-whole.COMPLETED"));
    await agent.drain();
    const names = readdirSync(folder).filter((name) => !name.startsWith("."));
    assert.deepEqual(names.sort(), [...Object.keys(broken), "e-empty", "f-whole.COMPLETED"]);
    const of = (name: string) => agent.events.filter(({ headers }) => headers.get("basename") === name).length;
    assert.deepEqual([of("a-text"), of("f-whole"), of("d-bzip2")], [0, ORDERS.length, 0]);
    assert.ok(of("b-half") > 0 && of("b-half") < ORDERS.length);
    assert.match(agent.logs.join("\n"), /it is not a container file of Avro; what follows there is not read/);
    assert.match(agent.logs.join("\n"), /the file ends in the middle of a block/);
    assert.match(agent.logs.join("\n"), /there is no marker behind a block/);
    assert.match(agent.logs.join("\n"), /it is compressed with bzip2, which is not read here/);
    assert.match(agent.logs.join("\n"), /the file ends before its schema does/);
  });

  it("resumes in the middle of a file", async () => {
    const folder = tempFolder();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "one"), await container({ syncIntervalBytes: 500 }));
    const dataDir = tempFolder();
    const options = { directory: folder, deserializer: "avro", pollDelay: 5, quietFor: 0, batchSize: 10 } as const;
    const first = await startOneAgent(spooldir(options, declared("r1")), { dataDir });
    await eventually("some", () => first.events.length > 0);
    await first.drain();
    const second = await startOneAgent(spooldir(options, declared("r1")), { dataDir });
    await eventually("it is done", () => readdirSync(folder).includes("one.COMPLETED"));
    await second.drain();
    assert.deepEqual([...first.bodies(), ...second.bodies()], JSONS);
  });
});

describe("Avro's data as JSON", () => {
  const json = (schema: unknown, write: (writer: AvroWriter) => void) => {
    const writer = new AvroWriter();
    write(writer);
    return avroJson(schema)(new AvroReader(writer.written()));
  };

  it("are numbers of any length", () => {
    const bytes = Buffer.from("ffffffffffffffffff01", "hex");
    assert.equal(avroJson("long")(new AvroReader(bytes)), "-9223372036854775808");
    assert.equal(
      json("long", (writer) => writer.long(-Number.MAX_SAFE_INTEGER)),
      `${-Number.MAX_SAFE_INTEGER}`,
    );
    const price = { type: "bytes", logicalType: "decimal", precision: 9, scale: 2 };
    assert.equal(
      json(price, (writer) => writer.bytes(Buffer.from("fb2e", "hex"))),
      "-12.34",
    );
    assert.equal(
      json(price, (writer) => writer.bytes(Buffer.from([5]))),
      "0.05",
    );
  });

  it("are what named types, unions and enumerations say", () => {
    const list = {
      type: "record",
      name: "List",
      namespace: "of.ours",
      fields: [
        { name: "level", type: { type: "enum", name: "Level", symbols: ["INFO", "WARN"] } },
        { name: "next", type: ["null", "List"] },
        { name: "again", type: ["null", "of.ours.Level"] },
        { name: "id", type: { type: "fixed", name: "Id", size: 2 } },
        { name: "day", type: { type: "int", logicalType: "date" } },
      ],
    };
    const text = json(list, (writer) => {
      writer.long(1).long(1);
      writer
        .long(0)
        .long(0)
        .long(0)
        .fixed(Buffer.from([1, 2]))
        .long(0);
      writer
        .long(1)
        .long(0)
        .fixed(Buffer.from([3, 4]))
        .long(20_000);
    });
    const inner = '{"level":"INFO","next":null,"again":null,"id":"AQI=","day":"1970-01-01"}';
    assert.equal(text, `{"level":"WARN","next":${inner},"again":"INFO","id":"AwQ=","day":"2024-10-04"}`);
  });

  it("are refused where a schema has no such type, and where they are nested without an end", () => {
    assert.throws(() => avroJson({ type: "array", items: "Order" }), /the schema has no type `Order`/);
    const endless = { type: "record", name: "R", fields: [{ name: "r", type: "R" }] };
    assert.throws(() => json(endless, () => {}), /nested deeper than 500/);
  });
});
