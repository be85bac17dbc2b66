import { Failure, type Fallible } from "../failure.ts";
import { Json } from "../json.ts";
import type { Schema } from "../schema.ts";
import type { Codec } from "./codec.ts";
import { durationText, parseSignedDuration, parseSize } from "./units.ts";

/**
 * Plain text: a string as it is, numbers in decimal, a timestamp in ISO 8601, durations and sizes with their units as
 * in the language (`15s`, `1MiB`), `Json` as JSON. Throws for a type that has no plain text, such as a record.
 */
export function textCodec<T>(schema: Schema): Codec<T> {
  const codec = codecOf(schema);
  if (codec === null) throw new Error(`a ${schema.kind} has no plain text; use the codec json`);
  return codec as Codec<unknown> as Codec<T>;
}

/** Whether `textCodec` takes the schema. */
export function hasPlainText(schema: Schema): boolean {
  return codecOf(schema) !== null;
}

function codecOf(schema: Schema): Codec<never> | null {
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
    case "json":
      return { encode: (value: Json) => value.text, decode: (text) => Json.parse(text) as never };
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

function number(parse: (text: string) => number, isRight: (value: number) => boolean, what: string): Codec<never> {
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

function daysInMonth(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month === 2) return isLeap ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

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
