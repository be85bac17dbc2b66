import { parseSignedDuration, parseSize } from "../../runtime/codec/units.ts";
import { Failure, type Fallible } from "../../runtime/contract/failure.ts";
import { OutOfRange } from "../../runtime/value/out-of-range.ts";
import { shown } from "./shown.ts";

/** `"a\nb\r\n".lines()` */
export function lines(text: string): string[] {
  const parts = text.split(/\r?\n/);
  // What follows the last newline is a line only when there is something.
  if (parts.at(-1) === "") parts.pop();
  return parts;
}

/** Every occurrence; `replacement` has no special characters, unlike JavaScript's. */
export function replace(text: string, search: string, replacement: string): string {
  return text.replaceAll(search, () => replacement);
}

/** Positions outside the text mean its nearest end; null means its end. One within a character of two units leaves it out. */
export function substring(text: string, start: number, end: number | null = null): string {
  const from = Math.max(start, 0);
  const whole = isWithin(text, from) ? from + 1 : from;
  if (end === null) return text.slice(whole);
  return text.slice(whole, Math.max(isWithin(text, end) ? end - 1 : end, whole));
}

/** Whether a position is between the two units of a character. */
function isWithin(text: string, at: number): boolean {
  return at > 0 && /^[\udc00-\udfff]/.test(text.charAt(at)) && /^[\ud800-\udbff]/.test(text.charAt(at - 1));
}

/** Null where JavaScript gives -1. */
export function indexOf(text: string, part: string): number | null {
  const at = text.indexOf(part);
  return at === -1 ? null : at;
}

/** Nothing for a negative number, where JavaScript throws. Throws OutOfRange where the text would be too long. */
export function repeat(text: string, times: number): string {
  requireLength(text.length * times);
  return text.repeat(Math.max(times, 0));
}

/** Throws OutOfRange where the text would be too long, here as below. */
export function padStart(text: string, length: number, fill = " "): string {
  requireLength(length);
  return text.padStart(length, fill);
}

/** `text` filled up behind to `length` UTF-16 units; it throws as `padStart` does. */
export function padEnd(text: string, length: number, fill = " "): string {
  requireLength(length);
  return text.padEnd(length, fill);
}

/** One character a code point: a character outside of the first 65,536 has two units, which mean nothing alone. */
export function split(text: string, separator: string): string[] {
  return separator === "" ? Array.from(text) : text.split(separator);
}

/** Longer ones would take the memory of everything else. */
const MOST_UNITS = 16 * 1024 * 1024;

function requireLength(length: number): void {
  if (length > MOST_UNITS)
    throw new OutOfRange(`a text of ${length} characters is too long: it may have ${MOST_UNITS}`);
}

/** Longest number of digits that is an exact int whatever the digits are. */
const SAFE_DIGITS = 15;

/** Decimal digits with or without a sign, and nothing else. */
export function toInt(text: string): Fallible<number> {
  const first = text.charCodeAt(0);
  const start = first === 45 || first === 43 ? 1 : 0;
  if (text.length === start) return notANumber("whole number", text);
  let value = 0;
  for (let at = start; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    // The negation also catches NaN.
    if (!(digit >= 0 && digit <= 9)) return notANumber("whole number", text);
    value = value * 10 + digit;
  }
  if (text.length - start > SAFE_DIGITS && !Number.isSafeInteger(value)) {
    return new Failure(`${shown(text)} is beyond 2^53, up to which whole numbers are exact`);
  }
  // `+ 0` turns -0 into 0: an int has one zero.
  return first === 45 ? -value + 0 : value;
}

const FLOAT = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Decimal notation with or without a point and an exponent, and nothing else. */
export function toFloat(text: string): Fallible<number> {
  return FLOAT.test(text) ? Number(text) : notANumber("number", text);
}

/** `true` and `false`, written exactly so; anything else is a failure. */
export function toBool(text: string): Fallible<boolean> {
  if (text === "true") return true;
  return text === "false" ? false : new Failure(`${shown(text)} is neither true nor false`);
}

/** In ms. */
export function toDuration(text: string): Fallible<number> {
  return parseSignedDuration(text) ?? new Failure(`${shown(text)} is not a duration such as 15s`);
}

/** In bytes. */
export function toSize(text: string): Fallible<number> {
  return parseSize(text) ?? new Failure(`${shown(text)} is not a size such as 1MiB`);
}

function notANumber(wanted: string, text: string): Failure {
  return new Failure(`${shown(text)} is not a ${wanted}`);
}
