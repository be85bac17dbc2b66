import { Json } from "../json.ts";
import type { Schema } from "../schema.ts";
import { hasPlainText, textCodec } from "./text.ts";

/** Gives the JSON of a value; throws TypeError for one that is not of the schema's type. */
export type Encoder = (value: unknown) => string;

export function encoderOf(schema: Schema): Encoder {
  switch (schema.kind) {
    case "string":
      return (value) => (typeof value === "string" ? JSON.stringify(value) : misfit("a string", value));
    case "bool":
      return (value) => (typeof value === "boolean" ? String(value) : misfit("a bool", value));
    case "int":
    case "duration":
    case "size":
      return (value) => (Number.isFinite(value) ? String(value) : misfit(`a ${schema.kind}`, value));
    case "float":
      return encodeFloat;
    case "timestamp":
      return (value) => {
        // The range of Date, which is what can be written as ISO 8601.
        const isTime = typeof value === "number" && Math.abs(value) <= 8.64e15;
        return isTime ? `"${new Date(value).toISOString()}"` : misfit("a timestamp", value);
      };
    case "bytes":
      return (value) => {
        if (!(value instanceof Uint8Array)) return misfit("bytes", value);
        return `"${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64")}"`;
      };
    case "json":
      return (value) => (value instanceof Json ? value.text : misfit("a Json", value));
    case "null":
      return (value) => (value === null ? "null" : misfit("null", value));
    case "literal":
      return (value) => {
        return schema.values.includes(value as string) ? JSON.stringify(value) : misfit("one of its literals", value);
      };
    case "nullable": {
      const encode = encoderOf(schema.type);
      return (value) => (value === null ? "null" : encode(value));
    }
    case "array":
      return encodeList(encoderOf(schema.element));
    case "tuple":
      return encodeTuple(schema.elements.map(encoderOf));
    case "record":
      return encodeRecord(Object.entries(schema.fields));
    case "map":
      return hasPlainText(schema.key) ? encodeObject(schema.key, schema.value) : encodePairs(schema.key, schema.value);
  }
}

function encodeFloat(value: unknown): string {
  if (typeof value !== "number") return misfit("a float", value);
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0" : String(value);
  return `"${value}"`;
}

function encodeList(encode: Encoder): Encoder {
  return (value) => {
    if (!Array.isArray(value)) return misfit("an array", value);
    let json = "[";
    for (let index = 0; index < value.length; index++) json += (index > 0 ? "," : "") + encode(value[index]);
    return `${json}]`;
  };
}

function encodeTuple(encoders: readonly Encoder[]): Encoder {
  return (value) => {
    if (!Array.isArray(value) || value.length !== encoders.length)
      return misfit(`a tuple of ${encoders.length}`, value);
    let json = "[";
    for (let index = 0; index < encoders.length; index++)
      json += (index > 0 ? "," : "") + encoders[index]!(value[index]);
    return `${json}]`;
  };
}

function encodeRecord(fields: readonly (readonly [string, Schema])[]): Encoder {
  const parts = fields.map(([name, schema], index) => ({
    name,
    label: `${index > 0 ? "," : ""}${JSON.stringify(name)}:`,
    encode: encoderOf(schema),
  }));
  return (value) => {
    if (typeof value !== "object" || value === null) return misfit("a record", value);
    let json = "{";
    for (const { name, label, encode } of parts) json += label + encode((value as Record<string, unknown>)[name]);
    return `${json}}`;
  };
}

function encodeObject(key: Schema, value: Schema): Encoder {
  const keyText = textCodec(key);
  const encode = encoderOf(value);
  return (map) => {
    if (!(map instanceof Map)) return misfit("a Map", map);
    let json = "{";
    for (const [name, part] of map) {
      json += `${json.length > 1 ? "," : ""}${JSON.stringify(keyText.encode(name))}:${encode(part)}`;
    }
    return `${json}}`;
  };
}

function encodePairs(key: Schema, value: Schema): Encoder {
  const pairs = encodeList(encodeTuple([encoderOf(key), encoderOf(value)]));
  return (map) => (map instanceof Map ? pairs([...map]) : misfit("a Map", map));
}

function misfit(expected: string, found: unknown): never {
  throw new TypeError(
    `cannot be written as JSON: expected ${expected}, found ${found === null ? "null" : typeof found}`,
  );
}
