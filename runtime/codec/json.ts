import { Failure } from "../failure.ts";
import type { Schema } from "../schema.ts";
import type { Codec } from "./codec.ts";
import { decoderOf, Misfit } from "./json-decode.ts";
import { encoderOf } from "./json-encode.ts";

/**
 * JSON, compiled once from the schema: timestamps as ISO 8601 text, bytes as base64, a Map as an object (as pairs
 * when its keys have no plain text), a float that JSON lacks as `"NaN"`, `"Infinity"` or `"-Infinity"`. Decoding
 * ignores fields that the schema does not name, and takes a missing nullable field as null.
 */
export function jsonCodec<T>(schema: Schema): Codec<T> {
  const encode = encoderOf(schema);
  const decode = decoderOf(schema);
  return {
    encode,
    decode(text) {
      let json: unknown;
      try {
        json = JSON.parse(text);
      } catch (error) {
        return new Failure(`not JSON: ${(error as Error).message}`);
      }
      const value = decode(json);
      return value instanceof Misfit ? new Failure(value.reason()) : (value as T);
    },
  };
}
