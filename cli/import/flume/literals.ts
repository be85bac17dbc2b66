/** Values of Flume as literals of the language. */
import { DURATION_UNITS, SIZE_UNITS } from "../../../grammar/tokens/keywords.ts";

/** `"a\\b"` */
export function textLiteral(text: string): string {
  return `"${escaped(text).replaceAll('"', '\\"')}"`;
}

/** The part of a template between its holes. */
export function templatePart(text: string): string {
  return escaped(text).replaceAll(/[`$]/g, "\\$&");
}

function escaped(text: string): string {
  const known: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  return text.replaceAll(/[\\\p{Cc}]/gu, (letter) => known[letter] ?? `\\u{${letter.codePointAt(0)?.toString(16)}}`);
}

/** `10_000`: from five digits on, where the number is a round one and no port. */
export function intLiteral(value: number): string {
  const digits = String(Math.abs(value));
  const grouped = digits.length < 5 || value % 1000 !== 0 ? digits : digits.replaceAll(/\B(?=(\d{3})+$)/g, "_");
  return `${value < 0 ? "-" : ""}${grouped}`;
}

/** Milliseconds in the largest unit that divides them: `90s`, `2m`. */
export function durationLiteral(ms: number): string {
  return ms === 0 ? "0s" : inUnit(ms, DURATION_UNITS, ["d", "h", "m", "s", "ms"]);
}

/** Bytes likewise: `64MiB`. */
export function sizeLiteral(bytes: number): string {
  return bytes === 0 ? "0B" : inUnit(bytes, SIZE_UNITS, ["GiB", "MiB", "KiB", "GB", "MB", "KB", "B"]);
}

function inUnit(value: number, units: Readonly<Record<string, number>>, order: readonly string[]): string {
  const fitting = order.find((unit) => value % (units[unit] ?? 1) === 0) ?? order.at(-1) ?? "";
  return `${intLiteral(value / (units[fitting] ?? 1))}${fitting}`;
}

/** A name of the language that is as near to `name` as can be, and not among `taken`, to which it is added. */
export function nameFor(name: string, taken: Set<string>): string {
  const camel = name.replaceAll(/[^a-zA-Z0-9_]+(\w?)/g, (_, letter: string) => letter.toUpperCase());
  const lead = /^[a-zA-Z_]/.test(camel) ? camel : `_${camel}`;
  const base = /^(true|false|null|else)$/.test(lead) ? `${lead}_` : lead;
  let free = base;
  for (let count = 2; taken.has(free); count++) free = `${base}${count}`;
  taken.add(free);
  return free;
}
