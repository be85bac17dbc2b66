import type { Codec } from "../codec/codec.ts";
import { jsonCodec } from "../codec/json.ts";
import { Failure } from "../contract/failure.ts";
import type { Schema } from "../contract/schema.ts";
import type { JsonWriter } from "../value/json-writer.ts";

/** Keys and values of a table as the log has them. Decoding throws for what is not of the table's types. */
export interface TableCodec<K, V> {
  readonly encodeKey: (key: K) => string;
  readonly writeKey: (writer: JsonWriter, key: K) => void;
  readonly writeValue: (writer: JsonWriter, value: V) => void;
  readonly decodeKey: (text: string) => K;
  readonly decodeValue: (text: string) => V;
}

/** JSON, in which a `Map` keeps the order of its entries. */
export function tableCodec<K, V>(key: Schema, value: Schema): TableCodec<K, V> {
  const keys = jsonCodec<K>(ordered(key));
  const values = jsonCodec<V>(ordered(value));
  const decodeKey = decoderOf(keys);
  return {
    encodeKey: keys.encode,
    writeKey: keys.write,
    writeValue: values.write,
    // Nearly every key is a text without an escape: there may be millions at a start.
    decodeKey: key.kind === "string" ? (text) => (plainString(text) ?? decodeKey(text)) as K : decodeKey,
    decodeValue: decoderOf(values),
  };
}

function decoderOf<T>(codec: Codec<T>): (text: string) => T {
  return (text) => {
    const value = codec.decode(text);
    if (value instanceof Failure) throw new Error(`what is kept cannot be read: ${value.reason}`);
    return value as T;
  };
}

function plainString(text: string): string | null {
  return text.includes("\\") ? null : text.slice(1, -1);
}

function ordered(schema: Schema): Schema {
  switch (schema.kind) {
    case "array":
      return { ...schema, element: ordered(schema.element) };
    case "tuple":
      return { ...schema, elements: schema.elements.map(ordered) };
    case "record": {
      const fields = Object.entries(schema.fields).map(([name, type]): [string, Schema] => [name, ordered(type)]);
      return { ...schema, fields: Object.fromEntries(fields) };
    }
    case "map":
      return { ...schema, key: ordered(schema.key), value: ordered(schema.value), ordered: true };
    case "nullable":
      return { ...schema, type: ordered(schema.type) };
    default:
      return schema;
  }
}
