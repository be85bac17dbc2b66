import type { JsonEncoder } from "../contract/json-output.ts";
import type { Schema } from "../contract/schema.ts";
import type { Codec } from "./codec.ts";
import { jsonEncoder, jsonText } from "./json-encode.ts";
import { jsonReader } from "./json-reader.ts";

/**
 * JSON, compiled once from the schema: timestamps as ISO 8601 text, bytes as base64, a Map as an object (as pairs
 * when its keys have no plain text), a float that JSON lacks as `"NaN"`, `"Infinity"` or `"-Infinity"`. Decoding
 * ignores fields that the schema does not name, and takes a missing nullable field as null. `write` is what
 * the compiler has written for the type, where it has.
 */
export function jsonCodec<T>(schema: Schema, write: JsonEncoder = jsonEncoder(schema)): Codec<T> {
  return { encode: jsonText(write), write, decode: jsonReader<T>(schema) };
}
