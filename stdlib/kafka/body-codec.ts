import type { CodecName } from "../../runtime/codec/codec.ts";
import { jsonCodec } from "../../runtime/codec/json.ts";
import { jsonEncoder } from "../../runtime/codec/json-encode.ts";
import { hasPlainText, textCodec } from "../../runtime/codec/text.ts";
import { Failure, type Fallible } from "../../runtime/contract/failure.ts";
import type { JsonEncoder } from "../../runtime/contract/json-output.ts";
import type { Schema } from "../../runtime/contract/schema.ts";

/** Bodies as the values of records. */
export interface BodyCodec<T> {
  /** Null is a tombstone. */
  encode(body: T): string | Buffer | null;
  decode(value: Buffer | null): Fallible<T>;
}

/**
 * How bodies of `schema` are written. `auto`: strings as they are, bytes as they are, all else as JSON. A null body of
 * a `T?` is a record without a value. Null when the type has no plain text and `text` is asked for.
 * `encode` is what the compiler has written for the type, where it has.
 */
export function bodyCodec<T>(
  schema: Schema,
  name: CodecName | "auto",
  encode: JsonEncoder = jsonEncoder(schema),
): BodyCodec<T> | null {
  if (schema.kind === "nullable") {
    const codec = bodyCodec<T>(schema.type, name);
    return codec === null ? null : orTombstone(codec);
  }
  if (schema.kind === "bytes" && name !== "json") return rawBytes as BodyCodec<unknown> as BodyCodec<T>;
  const asText = name === "text" || (name === "auto" && schema.kind === "string");
  if (asText && !hasPlainText(schema)) return null;
  const codec = asText ? textCodec<T>(schema) : jsonCodec<T>(schema, encode);
  return {
    encode: (body) => codec.encode(body),
    decode: (value) => (value === null ? noValue : codec.decode(value.toString())),
  };
}

const noValue = new Failure("the record has no value (a tombstone)");

const rawBytes: BodyCodec<Uint8Array> = {
  encode: (body) => Buffer.from(body.buffer, body.byteOffset, body.byteLength),
  decode: (value) => value ?? noValue,
};

function orTombstone<T>(codec: BodyCodec<T>): BodyCodec<T> {
  return {
    encode: (body) => (body === null ? null : codec.encode(body)),
    decode: (value) => (value === null ? (null as T) : codec.decode(value)),
  };
}
