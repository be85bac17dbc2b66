import type { Codec } from "../../runtime/codec/codec.ts";
import { jsonCodec } from "../../runtime/codec/json.ts";
import { jsonEncoder, jsonText } from "../../runtime/codec/json-encode.ts";
import type { Fallible } from "../../runtime/contract/failure.ts";
import type { Schema } from "../../runtime/contract/schema.ts";

export { jsonReader } from "../../runtime/codec/json-reader.ts";

/** For types that are not known when a program is compiled. */
const codecs = new WeakMap<Schema, Codec<unknown>>();

/** A value of the schema's type, or a failure that names the path at which the text does not fit it. */
export function parseJson<T>(text: string, schema: Schema): Fallible<T> {
  return (codecs.get(schema) ?? compile(schema)).decode(text) as Fallible<T>;
}

/** The JSON of a value of the schema's type, in one line. */
export function toJson<T>(value: T, schema: Schema): string {
  return (codecs.get(schema) ?? compile(schema)).encode(value);
}

/** What `toJson` does, made once for a type. */
export function jsonWriter(schema: Schema): (value: unknown) => string {
  return jsonText(jsonEncoder(schema));
}

function compile(schema: Schema): Codec<unknown> {
  const codec = jsonCodec<unknown>(schema);
  codecs.set(schema, codec);
  return codec;
}
