/**
 * Regular expressions for JSON objects of one form: the same fields in the same order, with values that have no parts.
 * What they match is valid JSON, and its fields have the types of a schema.
 */
import type { Schema } from "../contract/schema.ts";
import { DAY, daysFromCivil } from "../value/civil.ts";

/** A form in which records of one type were written before, read by an expression instead of a parser. */
export interface Shape {
  readonly pattern: RegExp;
  /** The record from a match. */
  make(match: RegExpExecArray): Record<string, unknown>;
}

type Fields = Readonly<Record<string, Schema>>;

/** Texts of regular expressions. Made by a call that a bundler may leave out, as it may not a tagged template. */
const PATTERNS = /* @__PURE__ */ patterns();

function patterns() {
  const characters = String.raw`[^"\\\x00-\x1f]*`;
  const text = String.raw`${characters}(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})${characters})*`;
  const number = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`;
  // Not all that JSON has for a whole number, but all that people write: the rest is read the other way.
  const int = String.raw`-?(?:0|[1-9]\d{0,14})`;
  const finite = String.raw`${int}(?:\.\d{1,15})?`;
  const day = String.raw`(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))`;
  const time = String.raw`\d{4}-${day}T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)`;
  return { text, number, int, finite, time, scalar: `(?:"${text}"|${number}|true|false|null)` };
}

/** Blanks around `:` and `,`, as they are written most, then any at all. */
const GAPS = [
  { edge: "", colon: ":", comma: "," },
  { edge: "", colon: ": ", comma: ", " },
  { edge: "[ \\t\\n\\r]*", colon: "[ \\t\\n\\r]*:[ \\t\\n\\r]*", comma: "[ \\t\\n\\r]*,[ \\t\\n\\r]*" },
] as const;

/** How the text of a field's group becomes its value. */
type Reading = "text" | "int" | "number" | "bool" | "time" | "literal";

interface Slot {
  readonly name: string;
  /** Number of its group; 0 for a field that the form lacks, which is null. */
  readonly group: number;
  readonly reading: Reading;
  readonly literals: ReadonlyMap<string, unknown>;
}

/**
 * The form of `json`, which was read from `text` and fits `fields`; its records have the fields `wanted`. Null where it
 * has a value with parts, or where `text` is not how JSON writes it: a field twice, a name with an escape.
 */
export function shapeOf(
  text: string,
  json: Readonly<Record<string, unknown>>,
  fields: Fields,
  wanted: ReadonlySet<string>,
): Shape | null {
  // Assigned like others, a field such as `__proto__` would not be one.
  if (Object.keys(fields).some((name) => name in Object.prototype)) return null;
  const groups = new Map<string, number>();
  const members: [key: string, value: string][] = [];
  for (const [name, value] of Object.entries(json)) {
    const isWanted = wanted.has(name);
    if (isWanted) groups.set(name, groups.size + 1);
    const schema = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const pattern = schema === undefined ? unknownPattern(value) : patternOf(schema, isWanted);
    if (pattern === null) return null;
    members.push([escaped(JSON.stringify(name)), pattern]);
  }
  const pattern = patternFor(text, members);
  if (pattern === null) return null;
  const slots = Object.keys(fields)
    .filter((name) => wanted.has(name))
    .map((name) => slotOf(name, fields[name]!, groups.get(name) ?? 0));
  return { pattern, make: (match) => recordOf(match, slots) };
}

function patternFor(text: string, members: readonly [string, string][]): RegExp | null {
  for (const { edge, colon, comma } of GAPS) {
    const body = members.map(([key, value]) => key + colon + value).join(comma);
    const pattern = new RegExp(`^${edge}\\{${edge}${body}${edge}\\}${edge}$`);
    if (pattern.test(text)) return pattern;
  }
  return null;
}

function unknownPattern(value: unknown): string | null {
  return typeof value === "object" && value !== null ? null : PATTERNS.scalar;
}

/** What values of `schema` look like, with one group when they are wanted; null for those with parts. */
function patternOf(schema: Schema, isWanted: boolean): string | null {
  if (schema.kind === "nullable") {
    const inner = patternOf(schema.type, isWanted);
    return inner === null ? null : `(?:null|${inner})`;
  }
  const group = (pattern: string): string => (isWanted ? `(${pattern})` : `(?:${pattern})`);
  switch (schema.kind) {
    case "string":
      return `"${group(PATTERNS.text)}"`;
    case "timestamp":
      return `"${group(PATTERNS.time)}"`;
    case "int":
      return group(PATTERNS.int);
    case "float":
      return group(PATTERNS.number);
    case "duration":
    case "size":
      return group(PATTERNS.finite);
    case "bool":
      return group("true|false");
    case "literal":
      return group(schema.values.map((value) => escaped(JSON.stringify(value))).join("|"));
    default:
      return null;
  }
}

function slotOf(name: string, schema: Schema, group: number): Slot {
  const literals = new Map<string, unknown>();
  switch (schema.kind) {
    case "nullable":
      return slotOf(name, schema.type, group);
    case "literal":
      for (const value of schema.values) literals.set(JSON.stringify(value), value);
      return { name, group, reading: "literal", literals };
    case "string":
      return { name, group, reading: "text", literals };
    case "timestamp":
      return { name, group, reading: "time", literals };
    case "int":
    case "bool":
      return { name, group, reading: schema.kind, literals };
    default:
      return { name, group, reading: "number", literals };
  }
}

function recordOf(match: RegExpExecArray, slots: readonly Slot[]): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (let index = 0; index < slots.length; index++) {
    const slot = slots[index]!;
    const text = slot.group === 0 ? undefined : match[slot.group];
    record[slot.name] = text === undefined ? null : read(text, slot);
  }
  return record;
}

function read(text: string, slot: Slot): unknown {
  switch (slot.reading) {
    case "text":
      return text.includes("\\") ? JSON.parse(`"${text}"`) : text;
    case "int":
      // `+ 0` turns -0 into 0: an int has one zero.
      return Number(text) + 0;
    case "number":
      return Number(text);
    case "bool":
      return text === "true";
    case "time":
      return timeOf(text);
    case "literal":
      return slot.literals.get(text);
  }
}

const ZERO = 48;
const Z = 90;

/** The time that a text stands for which has the form of one. */
function timeOf(text: string): number {
  const end = text.length - 1;
  // `2026-01-01T00:00:00Z`, and the same with milliseconds: nearly all there are, and Date.parse takes ten times as long.
  if ((end !== 19 && end !== 23) || text.charCodeAt(end) !== Z) return Date.parse(text);
  const days = daysFromCivil(100 * two(text, 0) + two(text, 2), two(text, 5), two(text, 8));
  const seconds = 60 * (60 * two(text, 11) + two(text, 14)) + two(text, 17);
  return days * DAY + 1000 * seconds + (end === 23 ? 10 * two(text, 20) + text.charCodeAt(22) - ZERO : 0);
}

function two(text: string, at: number): number {
  return 10 * (text.charCodeAt(at) - ZERO) + text.charCodeAt(at + 1) - ZERO;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
