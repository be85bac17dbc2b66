import type { Schema } from "../schema.ts";
import type { Codec } from "./codec.ts";
import { encoderOf } from "./json-encode.ts";
import { jsonReader } from "./json-reader.ts";

/**
 * JSON, compiled once from the schema: timestamps as ISO 8601 text, bytes as base64, a Map as an object (as pairs
 * when its keys have no plain text), a float that JSON lacks as `"NaN"`, `"Infinity"` or `"-Infinity"`. Decoding
 * ignores fields that the schema does not name, and takes a missing nullable field as null.
 */
export function jsonCodec<T>(schema: Schema): Codec<T> {
  return { encode: encoderOf(schema), decode: jsonReader<T>(schema) };
}
