import type { Codec } from "../../runtime/codec/codec.ts";
import { jsonCodec } from "../../runtime/codec/json.ts";
import type { Fallible } from "../../runtime/failure.ts";
import type { Schema } from "../../runtime/schema.ts";

/** Emitted programs hand over the same few schemas again and again. */
const codecs = new WeakMap<Schema, Codec<unknown>>();

/** A value of the schema's type, or a failure that names the path at which the text does not fit it. */
export function parseJson<T>(text: string, schema: Schema): Fallible<T> {
  return (codecs.get(schema) ?? compile(schema)).decode(text) as Fallible<T>;
}

/** The JSON of a value of the schema's type, in one line. */
export function toJson<T>(value: T, schema: Schema): string {
  return (codecs.get(schema) ?? compile(schema)).encode(value);
}

function compile(schema: Schema): Codec<unknown> {
  const codec = jsonCodec<unknown>(schema);
  codecs.set(schema, codec);
  return codec;
}
