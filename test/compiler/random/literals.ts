import type { Type } from "../../../compiler/model/types/type.ts";
import type { Choices } from "./choices.ts";
import { atom, type Code, LEVEL } from "./code.ts";

const TEXTS = [
  "a",
  "",
  "ok",
  "a b c",
  "12",
  "-7.5",
  "127.0.0.1",
  '{"a":1}',
  "a=1 b=2",
  'say "hi"',
  "it's",
  "`tick`",
  "${x}",
  "$",
  "\\",
  "\\d",
  "*/",
  "/*",
  "//",
  "<!--",
  "</script>",
  "\u2028",
  "\u2029",
  "\ufeff",
  "é",
  "😀",
  "\ud83d",
  "\0",
  "\n",
  "\r\n",
  "\t",
  "__proto__",
  "constructor",
  "%Y-%m",
  "{this}",
  "{0}",
  "$&",
  "2026-01-02T03:04:05Z",
  "yyyy-MM-dd",
  "http://h:80/p?q=1#f",
]; // prettier-ignore

/** A text in quotes, or in back-quotes. */
export function text(choices: Choices): string {
  const value = choices.pick(TEXTS);
  if (!choices.chance(20)) return quote(choices, value);
  return `\`${withEscapes(value).replaceAll("`", "\\`").replaceAll("${", "\\${")}\``;
}

/** The text in quotes, or all of it in escapes. */
export function quote(choices: Choices, value: string): string {
  if (choices.chance(20)) return `"${[...value].map((one) => `\\u{${one.codePointAt(0)?.toString(16)}}`).join("")}"`;
  return `"${withEscapes(value).replaceAll('"', '\\"')}"`;
}

function withEscapes(value: string): string {
  return value.replace(/[\\\n\r\0]/g, (one) => ESCAPES[one] ?? one);
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\0": "\\0" };

/** The largest whole number that is exact. */
export const LARGEST = "9007199254740991";

// No bare `true`: TypeScript takes what stands behind `true ||` for out of reach, and knows no types there.
const PRIMITIVES: Readonly<Record<string, readonly string[]>> = {
  bool: ["[1].contains(1)", "[1].contains(2)"],
  int: ["1", "0", "-1", "2", "10", "255", "1_000", LARGEST, `-${LARGEST}`, "007"],
  float: ["1.5", "0.0", "-0.0", "-2.25", "1e3", "1.5e-7", "1e308", "9007199254740993.0", "1e21", "0.1"],
  bytes: ['"a".toBytes()', '"é😀".toBytes()'],
  timestamp: [
    "@2026-01-01T00:00:00Z",
    "@1970-01-01",
    "@2024-02-29T23:59:59.999+05:30",
    "@0001-01-01T00:00:00Z",
    "@9999-12-31",
  ],
  duration: ["1s", "500ms", "0s", "1.5h", "7d", "2m"],
  size: ["1KiB", "0B", "512B", "1.5MB", "4TiB"],
  json: ["asJson(1.5)", 'asJson({ a: [1], b: "x" })', 'asJson({ a: [1] })["a"]', 'asJson({ a: [1] })["a"][3]'],
  null: ["null"],
};

/** A literal of a primitive type, or of one literal's; null for a type that has none. */
export function literal(type: Type, choices: Choices): Code | null {
  if (type.kind === "literal")
    return typeof type.value === "string" ? atom(quote(choices, type.value)) : number(String(type.value));
  if (type.kind === "string") return atom(text(choices));
  const found = PRIMITIVES[type.kind];
  return found === undefined ? null : number(choices.pick(found));
}

function number(written: string): Code {
  return written.startsWith("-") ? { text: written, level: LEVEL.unary } : atom(written);
}

/** A literal with which a pattern of `match` or `route` can be written; null where there is none. */
export function pattern(type: Type, choices: Choices): string | null {
  if (type.kind === "string") return quote(choices, choices.pick(TEXTS));
  return type.kind === "int" ? choices.pick(PRIMITIVES["int"] ?? []) : null;
}
