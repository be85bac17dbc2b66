import { Failure, type Fallible } from "../contract/failure.ts";
import type { Schema } from "../contract/schema.ts";
import { daysInMonth } from "../value/civil.ts";
import type { Codec } from "./codec.ts";
import { durationText, parseSignedDuration, parseSize } from "./units.ts";

/** Both ways between a value and its plain text. */
export type TextCodec<T> = Pick<Codec<T>, "encode" | "decode">;

/**
 * A codec whose writer is made of its text. Throws where there is none: for a type that has no plain text, such as a
 * record.
 */
export function withWriter<T>(codec: TextCodec<never> | null, schema: Schema): Codec<T> {
  if (codec === null) throw new Error(`a ${schema.kind} has no plain text; use the codec json`);
  const { encode, decode } = codec as TextCodec<unknown> as TextCodec<T>;
  return { encode, decode, write: (writer, value) => writer.utf8(encode(value)) };
}

/** As `textCodec` has it, for types without `Json`, which brings a reader of JSON along. */
export function scalarCodec<T>(schema: Schema): Codec<T> {
  return withWriter(scalarCodecOf(schema), schema);
}

/** The same; null for a type that has no plain text. */
export function scalarCodecOf(schema: Schema): TextCodec<never> | null {
  switch (schema.kind) {
    case "string":
      return { encode: (value: string) => value, decode: (text) => text as never };
    case "int":
      return number((text) => (/^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN), Number.isSafeInteger, "an int");
    case "float":
      return {
        encode: (value: number) => (Object.is(value, -0) ? "-0" : String(value)),
        decode: (text) => decodeFloat(text) as never,
      };
    case "bool":
      return {
        encode: (value: boolean) => String(value),
        decode: (text) =>
          (text === "true" ? true : text === "false" ? false : expected("true or false", text)) as never,
      };
    case "timestamp":
      return {
        encode: (value: number) => new Date(value).toISOString(),
        decode: (text) => decodeTimestamp(text) as never,
      };
    case "duration":
      return {
        encode: durationText,
        decode: (text) => (parseSignedDuration(text) ?? expected("a duration such as 15s", text)) as never,
      };
    case "size":
      return {
        encode: (value: number) => `${value}B`,
        decode: (text) => (parseSize(text) ?? expected("a size such as 1MiB", text)) as never,
      };
    case "literal":
      return {
        encode: (value: string | number | boolean) => String(value),
        decode: (text) => {
          const value = schema.values.find((value) => String(value) === text);
          return (value ?? expected(schema.values.map((value) => JSON.stringify(value)).join(" or "), text)) as never;
        },
      };
    default:
      return null;
  }
}

function number(parse: (text: string) => number, isRight: (value: number) => boolean, what: string): TextCodec<never> {
  return {
    encode: (value: number) => String(value),
    decode: (text) => {
      const value = parse(text);
      return (isRight(value) ? value : expected(what, text)) as never;
    },
  };
}

function decodeFloat(text: string): Fallible<number> {
  if (/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$|^[+-]?Infinity$|^NaN$/.test(text)) return Number(text);
  return expected("a number", text);
}

const ISO = /^(\d{4}|[+-]\d{6})-(\d\d)-(\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** ISO 8601 with date, time and zone; `2026-01-01` alone is midnight UTC. */
export function decodeTimestamp(text: string): Fallible<number> {
  const date = ISO.exec(text);
  // JavaScript takes the 30th of February for the 2nd of March.
  const exists = date !== null && Number(date[3]) <= daysInMonth(Number(date[1]), Number(date[2]));
  const time = exists ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? expected("a timestamp such as 2026-01-01T00:00:00Z", text) : time;
}

function expected(what: string, text: string): Failure {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return new Failure(`expected ${what}, found ${JSON.stringify(shown)}`);
}
