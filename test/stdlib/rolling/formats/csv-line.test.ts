import assert from "node:assert/strict";
import fc from "fast-check";
import { jsonEncoder, jsonText } from "../../../../runtime/codec/json-encode.ts";
import { type Schema, t } from "../../../../runtime/contract/schema.ts";
import { toCsvLine } from "../../../../stdlib/csv/csv.ts";
import { csvEncoder, csvLine } from "../../../../stdlib/support/rolling/formats/csv-line.ts";
import { CsvWriter } from "../../../../stdlib/support/rolling/formats/csv-writer.ts";
import { scalaShower } from "../../../../stdlib/support/show/show-scala.ts";
import { firstSeed, sampleSize } from "../../../support/sample-size.ts";
import { type TypedValues, typedRecords } from "../../../support/typed-values.ts";

describe("lines of CSV", () => {
  const types = 200;
  const records = sampleSize(10, 50);

  /** What a field is as text: null nothing, what has parts JSON, all else as it is shown. */
  function plainField(schema: Schema, value: unknown): string {
    if (schema.kind === "nullable") return value === null ? "" : plainField(schema.type, value);
    if (["record", "tuple", "array", "map"].includes(schema.kind)) return jsonText(jsonEncoder(schema))(value);
    return scalaShower(schema)(value);
  }

  function plainLine({ schema }: TypedValues, record: Readonly<Record<string, unknown>>): string {
    if (schema.kind !== "record") throw new Error("no record");
    return toCsvLine(Object.entries(schema.fields).map(([name, type]) => plainField(type, record[name])));
  }

  it("have the fields of records of all types, quoted where they have to be", () => {
    for (const [index, one] of fc.sample(typedRecords, { numRuns: types, seed: firstSeed }).entries()) {
      const textOf = csvLine(one.schema);
      const encode = csvEncoder(one.schema);
      const all = fc.sample(one.value, { numRuns: records, seed: firstSeed + index }) as Record<string, unknown>[];
      const writer = new CsvWriter();
      for (const record of all) {
        encode(writer, record);
        writer.raw("\n");
        // A lone half of a pair is no text once it is bytes.
        assert.equal(textOf(record), plainLine(one, record).toWellFormed());
      }
      const lines = all.map((record) => `${plainLine(one, record)}\n`).join("");
      assert.deepEqual(Buffer.from(writer.written()), Buffer.from(lines));
    }
  }).timeout(120_000);

  it("are of tuples, of arrays and of single values, too", () => {
    const lineOf = (schema: Schema, value: unknown) => csvLine(schema)(value);
    assert.equal(lineOf(t.tuple(t.string, t.float, t.float), ["a,b", 3, -0.5]), '"a,b",3.0,-0.5');
    assert.equal(lineOf(t.array(t.string), ['"', "\r", "", "é", "x".repeat(100)]), `"""","\r",,é,${"x".repeat(100)}`);
    assert.equal(lineOf(t.array(t.int), []), "");
    assert.equal(lineOf(t.timestamp, 0), "1970-01-01T00:00:00.000Z");
    assert.equal(lineOf(t.nullable(t.bool), null), "");
    assert.equal(lineOf(t.float, 1e21), "1e+21");
    assert.equal(lineOf(t.float, 2 ** 31), "2147483648.0");
  });
});
