import type { Declared } from "../contract/context.ts";
import type { JsonEncoder } from "../contract/json-output.ts";
import type { Schema } from "../contract/schema.ts";
import { JsonWriter, misfit } from "../value/json-writer.ts";
import { hasPlainText, textCodec } from "./text.ts";

/** What writes the bodies of a component as JSON: the encoder that the compiler has written, or one made from the schema. */
export function encoderOf({ element, encode }: Pick<Declared, "element" | "encode">): JsonEncoder {
  return (encode as JsonEncoder | undefined) ?? jsonEncoder(element);
}

/** Writes values of the schema's type. */
export function jsonEncoder(schema: Schema): JsonEncoder {
  switch (schema.kind) {
    case "string":
      return (json, value) => json.string(value);
    case "bool":
      return (json, value) => json.bool(value);
    case "int":
      return (json, value) => json.int(value);
    case "duration":
      return (json, value) => json.duration(value);
    case "size":
      return (json, value) => json.size(value);
    case "float":
      return (json, value) => json.float(value);
    case "timestamp":
      return (json, value) => json.timestamp(value);
    case "bytes":
      return (json, value) => json.bytes(value);
    case "json":
      return (json, value) => json.json(value);
    case "null":
      return (json, value) => json.null(value);
    case "literal":
      return encodeLiteral(schema.values);
    case "nullable": {
      const encode = jsonEncoder(schema.type);
      return (json, value) => (value === null ? void json.raw("null") : encode(json, value));
    }
    case "array": {
      const encode = jsonEncoder(schema.element);
      return (json, value) => json.array(value, encode);
    }
    case "tuple":
      return encodeTuple(schema.elements.map(jsonEncoder));
    case "record":
      return encodeRecord(Object.entries(schema.fields));
    case "map":
      return hasPlainText(schema.key) && schema.ordered !== true
        ? encodeObject(schema.key, schema.value)
        : encodePairs(schema.key, schema.value);
  }
}

/** Of the buffer that texts are made in so much is kept, in bytes. */
const KEPT = 65_536;

/** Gives the JSON of a value as text, by an encoder of its type. */
export function jsonText<T>(encode: JsonEncoder<T>): (value: T) => string {
  const writer = new JsonWriter();
  return (value) => {
    writer.clear(KEPT);
    encode(writer, value);
    return writer.toString();
  };
}

function encodeLiteral(values: readonly (string | number | boolean)[]): JsonEncoder {
  const texts = new Map<unknown, string>(values.map((value) => [value, JSON.stringify(value)]));
  return (json, value) => {
    json.raw(texts.get(value) ?? misfit("one of its literals", value));
  };
}

function encodeTuple(encoders: readonly JsonEncoder[]): JsonEncoder {
  return (json, value) => {
    json.checkTuple(value, encoders.length);
    json.raw("[");
    for (let index = 0; index < encoders.length; index++) {
      if (index > 0) json.raw(",");
      encoders[index]!(json, (value as readonly unknown[])[index]);
    }
    json.raw("]");
  };
}

function encodeRecord(fields: readonly (readonly [string, Schema])[]): JsonEncoder {
  const parts = fields.map(([name, schema], index) => ({
    name,
    label: `${index > 0 ? "," : ""}${JSON.stringify(name)}:`,
    encode: jsonEncoder(schema),
  }));
  return (json, value) => {
    json.checkRecord(value);
    json.raw("{");
    for (const { name, label, encode } of parts) encode(json.raw(label), (value as Record<string, unknown>)[name]);
    json.raw("}");
  };
}

function encodeObject(key: Schema, value: Schema): JsonEncoder {
  const keyText = textCodec(key);
  const encode = jsonEncoder(value);
  return (json, map) => {
    if (!(map instanceof Map)) misfit("a Map", map);
    json.raw("{");
    let isFirst = true;
    for (const [name, part] of map) {
      if (!isFirst) json.raw(",");
      isFirst = false;
      json.string(keyText.encode(name));
      encode(json.raw(":"), part);
    }
    json.raw("}");
  };
}

function encodePairs(key: Schema, value: Schema): JsonEncoder {
  const pair = encodeTuple([jsonEncoder(key), jsonEncoder(value)]);
  return (json, map) => (map instanceof Map ? json.array([...map], pair) : misfit("a Map", map));
}
