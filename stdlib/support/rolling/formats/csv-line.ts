import { jsonEncoder, jsonText } from "../../../../runtime/codec/json-encode.ts";
import type { Schema } from "../../../../runtime/contract/schema.ts";
import { scalaShower } from "../../show/show-scala.ts";
import { CsvWriter } from "./csv-writer.ts";

/** Appends a value of one type to a line. */
export type CsvEncoder = (csv: CsvWriter, value: unknown) => void;

/** Of the buffer that texts are made in so much is kept, in bytes. */
const KEPT = 65_536;

/** Whole numbers from 0 to this have a point behind them as floats. */
const LAST_SHORT = 2 ** 31 - 1;

/**
 * Writes values of a type as lines of comma-separated values, without the line's end: a record's fields, a tuple's
 * elements or an array's, or the value by itself. Within a field null is nothing, and what has parts of its own is JSON.
 */
export function csvEncoder(schema: Schema): CsvEncoder {
  switch (schema.kind) {
    case "record":
      return encodeRecord(schema.fields);
    case "tuple":
      return encodeTuple(schema.elements.map(fieldEncoder));
    case "array": {
      const encode = fieldEncoder(schema.element);
      return (csv, value) => {
        for (const [index, element] of (value as readonly unknown[]).entries()) {
          if (index > 0) csv.raw(",");
          encode(csv, element);
        }
      };
    }
    default:
      return fieldEncoder(schema);
  }
}

/** The same as text. */
export function csvLine(schema: Schema): (value: unknown) => string {
  const encode = csvEncoder(schema);
  const csv = new CsvWriter();
  return (value) => {
    csv.clear(KEPT);
    encode(csv, value);
    return csv.toString();
  };
}

function encodeRecord(types: Readonly<Record<string, Schema>>): CsvEncoder {
  const fields = Object.entries(types).map(([name, type]) => ({ name, encode: fieldEncoder(type) }));
  return (csv, value) => {
    for (let index = 0; index < fields.length; index++) {
      const { name, encode } = fields[index]!;
      if (index > 0) csv.raw(",");
      encode(csv, (value as Readonly<Record<string, unknown>>)[name]);
    }
  };
}

function encodeTuple(encoders: readonly CsvEncoder[]): CsvEncoder {
  return (csv, value) => {
    for (let index = 0; index < encoders.length; index++) {
      if (index > 0) csv.raw(",");
      encoders[index]!(csv, (value as readonly unknown[])[index]);
    }
  };
}

function fieldEncoder(schema: Schema): CsvEncoder {
  switch (schema.kind) {
    case "nullable": {
      const encode = fieldEncoder(schema.type);
      return (csv, value) => {
        if (value !== null) encode(csv, value);
      };
    }
    case "null":
      return () => {};
    case "string":
      return (csv, value) => csv.field(String(value));
    case "int":
      return (csv, value) => (Number.isFinite(value) ? csv.int(value) : csv.field(String(value)));
    case "float": {
      const show = scalaShower(schema);
      return (csv, value) => {
        if (Number.isInteger(value) && (value as number) > 0 && (value as number) <= LAST_SHORT) {
          csv.int(value);
          csv.raw(".0");
        } else csv.raw(show(value));
      };
    }
    case "timestamp":
      return (csv, value) => void csv.time(value);
    case "record":
    case "tuple":
    case "array":
    case "map":
    case "json":
      return encodeText(jsonText(jsonEncoder(schema)));
    default:
      return encodeText(scalaShower(schema));
  }
}

function encodeText(textOf: (value: unknown) => string): CsvEncoder {
  return (csv, value) => csv.field(textOf(value));
}
