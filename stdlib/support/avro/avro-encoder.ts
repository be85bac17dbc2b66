import { jsonEncoder, jsonText } from "../../../runtime/codec/json-encode.ts";
import type { Schema } from "../../../runtime/contract/schema.ts";
import { literalType } from "./avro-schema.ts";
import type { AvroWriter } from "./avro-writer.ts";

/** Writes a value in Avro's binary encoding. */
export type AvroEncoder = (writer: AvroWriter, value: unknown) => void;

/** Writes values of the schema's type, as `avroSchemaOf` describes them. */
export function avroEncoder(schema: Schema): AvroEncoder {
  switch (schema.kind) {
    case "bool":
      return (writer, value) => writer.boolean(value as boolean);
    case "int":
    case "timestamp":
    case "duration":
    case "size":
      return (writer, value) => writer.long(Math.trunc(value as number));
    case "float":
      return (writer, value) => writer.double(value as number);
    case "string":
      return (writer, value) => writer.string(value as string);
    case "bytes":
      return (writer, value) => writer.bytes(value as Uint8Array);
    case "null":
      return () => {};
    case "json": {
      const textOf = jsonText(jsonEncoder(schema));
      return (writer, value) => writer.string(textOf(value));
    }
    case "literal":
      return literalEncoder(literalType(schema.values));
    case "nullable": {
      const encode = avroEncoder(schema.type);
      return (writer, value) => {
        writer.long(value === null ? 0 : 1);
        if (value !== null) encode(writer, value);
      };
    }
    case "array": {
      const encode = avroEncoder(schema.element);
      return (writer, value) => writeItems(writer, value as readonly unknown[], encode);
    }
    case "tuple": {
      const encoders = schema.elements.map(avroEncoder);
      return (writer, value) => {
        for (const [index, encode] of encoders.entries()) encode(writer, (value as readonly unknown[])[index]);
      };
    }
    case "record": {
      const fields = Object.entries(schema.fields).map(([name, type]) => [name, avroEncoder(type)] as const);
      return (writer, value) => {
        for (const [name, encode] of fields) encode(writer, (value as Readonly<Record<string, unknown>>)[name]);
      };
    }
    case "map": {
      const key = avroEncoder(schema.key);
      const item = avroEncoder(schema.value);
      return (writer, value) => {
        const entries = [...(value as ReadonlyMap<unknown, unknown>)];
        writeItems(writer, entries, (to, [name, one]) => {
          key(to, name);
          item(to, one);
        });
      };
    }
  }
}

function literalEncoder(type: ReturnType<typeof literalType>): AvroEncoder {
  switch (type) {
    case "boolean":
      return avroEncoder({ kind: "bool" });
    case "long":
      return avroEncoder({ kind: "int" });
    case "double":
      return avroEncoder({ kind: "float" });
    case "string":
      return (writer, value) => writer.string(String(value));
  }
}

/** A block of items behind their number, and one without any. */
function writeItems<T>(writer: AvroWriter, items: readonly T[], write: (writer: AvroWriter, item: T) => void): void {
  if (items.length > 0) {
    writer.long(items.length);
    for (const item of items) write(writer, item);
  }
  writer.long(0);
}
