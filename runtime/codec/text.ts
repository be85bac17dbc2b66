import type { Schema } from "../contract/schema.ts";
import { Json } from "../value/json.ts";
import type { Codec } from "./codec.ts";
import { scalarCodecOf, type TextCodec, withWriter } from "./scalar.ts";

/**
 * Plain text: a string as it is, numbers in decimal, a timestamp in ISO 8601, durations and sizes with their units as
 * in the language (`15s`, `1MiB`), `Json` as JSON. Throws for a type that has no plain text, such as a record.
 */
export function textCodec<T>(schema: Schema): Codec<T> {
  return withWriter(codecOf(schema), schema);
}

/** Whether `textCodec` takes the schema. */
export function hasPlainText(schema: Schema): boolean {
  return codecOf(schema) !== null;
}

function codecOf(schema: Schema): TextCodec<never> | null {
  if (schema.kind !== "json") return scalarCodecOf(schema);
  return { encode: (value: Json) => value.text, decode: (text) => Json.parse(text) as never };
}
