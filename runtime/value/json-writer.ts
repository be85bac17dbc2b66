import type { JsonEncoder, JsonOutput } from "../contract/json-output.ts";
import { ByteWriter } from "./byte-writer.ts";
import { civilFromDays, DAY } from "./civil.ts";
import { Json } from "./json.ts";

/** What JSON has to escape, and the halves of pairs, which it has to escape where they stand alone. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to be escaped.
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

/** Up to this length a string is looked at character by character. */
const SHORT = 64;

const QUOTE = 34;
const BACKSLASH = 92;
const ZERO = 48;

/** The range of Date, which is what can be written as ISO 8601. */
const LAST_TIME = 8.64e15;
/** From the year 0 on, and before the year 10000: a year of four digits. */
const FIRST_PLAIN_TIME = -62_167_219_200_000;
const END_OF_PLAIN_TIME = 253_402_300_800_000;

/** JSON as bytes: each part goes into the buffer at once, without a text of its own where it is ASCII. */
export class JsonWriter extends ByteWriter implements JsonOutput {
  raw(text: string): this {
    this.utf8(text);
    return this;
  }

  string(value: unknown): void {
    if (typeof value !== "string") misfit("a string", value);
    if (value.length > SHORT || !this.#copyPlain(value)) this.#encodeString(value);
  }

  bool(value: unknown): void {
    if (typeof value !== "boolean") misfit("a bool", value);
    this.utf8(value ? "true" : "false");
  }

  int(value: unknown): void {
    this.#number(value, "an int");
  }

  duration(value: unknown): void {
    this.#number(value, "a duration");
  }

  size(value: unknown): void {
    this.#number(value, "a size");
  }

  float(value: unknown): void {
    if (typeof value !== "number") misfit("a float", value);
    if (!Number.isFinite(value)) this.utf8(`"${value}"`);
    else if (Object.is(value, -0)) this.utf8("-0");
    else this.#finite(value);
  }

  timestamp(value: unknown): void {
    this.raw('"').time(value).raw('"');
  }

  /** A timestamp in ISO 8601, without quotes. */
  time(value: unknown): this {
    if (typeof value !== "number" || !(Math.abs(value) <= LAST_TIME)) misfit("a timestamp", value);
    if (value < FIRST_PLAIN_TIME || value >= END_OF_PLAIN_TIME || !Number.isInteger(value)) {
      return this.raw(new Date(value).toISOString());
    }
    const days = Math.floor(value / DAY);
    const { year, month, day } = civilFromDays(days);
    const ms = value - days * DAY;
    const seconds = Math.floor(ms / 1000);
    const minutes = Math.floor(seconds / 60);
    this.reserve(24);
    const { buffer } = this;
    const at = this.at;
    writeTwoDigits(buffer, at, Math.floor(year / 100));
    writeTwoDigits(buffer, at + 2, year % 100);
    buffer[at + 4] = 45;
    writeTwoDigits(buffer, at + 5, month);
    buffer[at + 7] = 45;
    writeTwoDigits(buffer, at + 8, day);
    buffer[at + 10] = 84;
    writeTwoDigits(buffer, at + 11, Math.floor(minutes / 60));
    buffer[at + 13] = 58;
    writeTwoDigits(buffer, at + 14, minutes % 60);
    buffer[at + 16] = 58;
    writeTwoDigits(buffer, at + 17, seconds % 60);
    buffer[at + 19] = 46;
    buffer[at + 20] = ZERO + Math.floor((ms % 1000) / 100);
    writeTwoDigits(buffer, at + 21, ms % 100);
    buffer[at + 23] = 90;
    this.at = at + 24;
    return this;
  }

  bytes(value: unknown): void {
    if (!(value instanceof Uint8Array)) misfit("bytes", value);
    this.utf8(`"${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64")}"`);
  }

  json(value: unknown): void {
    if (!(value instanceof Json)) misfit("a Json", value);
    this.utf8(value.text);
  }

  null(value: unknown): void {
    if (value !== null) misfit("null", value);
    this.utf8("null");
  }

  array(value: unknown, encode: JsonEncoder<never>): void {
    if (!Array.isArray(value)) misfit("an array", value);
    this.utf8("[");
    for (let index = 0; index < value.length; index++) {
      if (index > 0) this.utf8(",");
      encode(this, value[index] as never);
    }
    this.utf8("]");
  }

  checkRecord(value: unknown): void {
    if (typeof value !== "object" || value === null) misfit("a record", value);
  }

  checkTuple(value: unknown, length: number): void {
    if (!Array.isArray(value) || value.length !== length) misfit(`a tuple of ${length}`, value);
  }

  /** Says whether the string is what JSON has between its quotes; writes nothing where it is not. */
  #copyPlain(value: string): boolean {
    this.reserve(value.length + 2);
    const { buffer } = this;
    let at = this.at;
    buffer[at++] = QUOTE;
    for (let index = 0; index < value.length; index++) {
      const unit = value.charCodeAt(index);
      if (unit < 32 || unit > 127 || unit === QUOTE || unit === BACKSLASH) return false;
      buffer[at++] = unit;
    }
    buffer[at++] = QUOTE;
    this.at = at;
    return true;
  }

  #encodeString(value: string): void {
    if (ESCAPED.test(value)) {
      this.utf8(JSON.stringify(value));
      return;
    }
    this.utf8('"');
    this.utf8(value);
    this.utf8('"');
  }

  #number(value: unknown, what: string): void {
    if (!Number.isFinite(value)) misfit(what, value);
    this.#finite(value as number);
  }

  #finite(value: number): void {
    // `-0` passes for 0, as String makes it.
    if (value !== (value | 0) || value < 0) {
      this.utf8(String(value));
      return;
    }
    this.reserve(10);
    const { buffer } = this;
    let at = this.at + digits(value);
    this.at = at;
    let rest = value | 0;
    do {
      const tenth = (rest / 10) | 0;
      buffer[--at] = ZERO + rest - 10 * tenth;
      rest = tenth;
    } while (rest > 0);
  }
}

/** Throws for a value that is not what it has to be. */
export function misfit(expected: string, found: unknown): never {
  throw new TypeError(
    `cannot be written as JSON: expected ${expected}, found ${found === null ? "null" : typeof found}`,
  );
}

/** How many digits a number from 0 to 2^31 - 1 has. */
function digits(value: number): number {
  let count = 1;
  for (let bound = 10; value >= bound; bound *= 10) count++;
  return count;
}

function writeTwoDigits(buffer: Buffer, at: number, value: number): void {
  const tens = Math.floor(value / 10);
  buffer[at] = ZERO + tens;
  buffer[at + 1] = ZERO + value - 10 * tens;
}
