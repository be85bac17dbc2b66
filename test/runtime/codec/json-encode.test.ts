import assert from "node:assert/strict";
import fc from "fast-check";
import { jsonCodec } from "../../../runtime/codec/json.ts";
import { jsonEncoder } from "../../../runtime/codec/json-encode.ts";
import { t } from "../../../runtime/contract/schema.ts";
import { Json } from "../../../runtime/value/json.ts";
import { JsonWriter } from "../../../runtime/value/json-writer.ts";
import { typedRecords } from "../../support/typed-values.ts";

const seed = Number(process.env["SEED"] ?? 1);

describe("JSON as bytes", () => {
  it("is what JSON.stringify gives, of records of all types", () => {
    for (const [index, { schema, value, plain }] of fc.sample(typedRecords, { numRuns: 200, seed }).entries()) {
      const writer = new JsonWriter();
      const codec = jsonCodec<unknown>(schema);
      const records = fc.sample(value, { numRuns: 50, seed: seed + index });
      for (const record of records) {
        codec.write(writer, record);
        writer.raw("\n");
        assert.equal(codec.encode(record), JSON.stringify(plain(record as never)));
      }
      const lines = records.map((record) => `${JSON.stringify(plain(record as never))}\n`).join("");
      assert.equal(writer.written().toString(), lines);
      assert.equal(writer.toString(), lines);
    }
  }).timeout(120_000);

  it("keeps what was written before a value that is not of its type, once it is cut off", () => {
    const writer = new JsonWriter();
    const encode = jsonEncoder(t.record({ a: t.string, b: t.int }));
    encode(writer, { a: "x", b: 1 });
    const end = writer.position;
    assert.throws(() => encode(writer, { a: "y", b: "z" }), /expected an int, found string/);
    writer.cut(end);
    encode(writer, { a: "é", b: 2 });
    assert.equal(writer.toString(), '{"a":"x","b":1}{"a":"é","b":2}');
  });

  it("says what it expected, of every kind", () => {
    const wrong = [
      [t.string, 1, /a string, found number/],
      [t.bool, 1, /a bool, found number/],
      [t.int, Number.NaN, /an int, found number/],
      [t.float, "1", /a float, found string/],
      [t.timestamp, 8.64e15 + 1, /a timestamp, found number/],
      [t.timestamp, Number.NaN, /a timestamp, found number/],
      [t.duration, null, /a duration, found null/],
      [t.size, undefined, /a size, found undefined/],
      [t.bytes, "", /bytes, found string/],
      [t.json, {}, /a Json, found object/],
      [t.null, undefined, /null, found undefined/],
      [t.literal("a"), "b", /one of its literals, found string/],
      [t.array(t.int), {}, /an array, found object/],
      [t.tuple(t.int, t.int), [1], /a tuple of 2, found object/],
      [t.record({}), null, /a record, found null/],
      [t.map(t.string, t.int), {}, /a Map, found object/],
      [t.nullable(t.int), undefined, /an int, found undefined/],
    ] as const;
    for (const [schema, value, reason] of wrong) {
      assert.throws(() => jsonEncoder(schema)(new JsonWriter(), value), reason);
    }
  });

  it("keeps the lone half of a pair within a Json, which UTF-8 has nothing for", () => {
    const json = Json.parse('{"a": "\ud800\u00e9\ud83d\ude00"}') as Json;
    const writer = new JsonWriter();
    writer.json(json);
    assert.equal(writer.written().toString(), '{"a":"\\ud800\u00e9\ud83d\ude00"}');
    assert.equal(JSON.parse(writer.toString()).a, "\ud800\u00e9\ud83d\ude00");
  });
});
