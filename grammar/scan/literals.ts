import { suggest } from "../did-you-mean.ts";
import { type Problem, problem } from "../messages.ts";
import { DURATION_UNITS, SIZE_UNITS } from "../tokens/keywords.ts";

/** Collects what is wrong with a literal. */
export type Report = (found: Problem) => void;

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  0: "\0",
  b: "\b",
  f: "\f",
  v: "\v",
  "\\": "\\",
  '"': '"',
  "'": "'",
  "`": "`",
  $: "$",
  "\n": "",
};

const ESCAPE = /\r\n?|\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|\r\n|[\s\S]|$)/gu;

/**
 * `text` with its escapes resolved; `start` is its offset. A wrong escape stands for the letters after its slash. Line
 * ends are `\n` whatever the file has, so that a program means the same on every machine.
 */
export function resolveEscapes(text: string, start: number, report: Report): string {
  if (!/[\\\r]/.test(text)) return text;
  return text.replace(ESCAPE, (written, braced?: string, four?: string, two?: string, at = 0) => {
    const hexadecimal = braced ?? four ?? two;
    if (hexadecimal !== undefined) {
      const code = Number.parseInt(hexadecimal, 16);
      if (code <= 0x10ffff) return String.fromCodePoint(code);
    } else if (!written.startsWith("\\")) {
      return "\n";
    } else {
      const letter = written === "\\\r\n" ? "\n" : written.slice(1);
      const plain = SIMPLE_ESCAPES[letter];
      if (plain !== undefined) return plain;
    }
    const span = { start: start + at, end: start + at + written.length };
    report(problem(span, "FLOW1006", { escape: written }));
    return written.slice(1);
  });
}

/** The value of a string as written, quotes included; `start` is its offset. */
export function readString(raw: string, start: number, report: Report): string {
  const quote = raw[0] ?? '"';
  const closed = raw.length > 1 && endsUnescaped(raw, quote);
  if (!closed) report(problem({ start, end: start + raw.length }, "FLOW1002", { quote }));
  return resolveEscapes(raw.slice(1, closed ? -1 : undefined), start + 1, report);
}

/** Whether the last character is `mark` and no backslash takes its meaning. */
export function endsUnescaped(raw: string, mark: string): boolean {
  if (!raw.endsWith(mark)) return false;
  let slashes = 0;
  while (raw[raw.length - 2 - slashes] === "\\") slashes++;
  return slashes % 2 === 0;
}

/** What a number with or without a unit stands for; `value` is in milliseconds or bytes where there is a unit. */
export interface QuantityValue {
  readonly kind: "number" | "duration" | "size";
  readonly value: number;
  readonly float: boolean;
}

const QUANTITY = /^([\d_]+(\.[\d_]+)?([eE][+-]?\d+)?)([\w$]*)$/;

/** The value of a number as written; `start` is its offset. With an unknown unit it counts as a plain number. */
export function readQuantity(raw: string, start: number, report: Report): QuantityValue {
  const [, digits = "0", fraction, exponent, unit = ""] = QUANTITY.exec(raw) ?? [];
  const float = fraction !== undefined || exponent !== undefined;
  const value = Number(digits.replaceAll("_", ""));
  const span = { start, end: start + raw.length };
  const [duration, size] = [DURATION_UNITS[unit], SIZE_UNITS[unit]];
  const factor = duration ?? size;
  if (factor !== undefined) {
    // In whole milliseconds and bytes: 1.1m is a little more than 66000 to a computer.
    const whole = Math.round(value * factor);
    if (!Number.isSafeInteger(whole)) report(problem(span, "FLOW1010", { text: raw }));
    return { kind: duration === undefined ? "size" : "duration", value: whole, float };
  }
  if (unit !== "") {
    const near = suggest(unit, [...Object.keys(DURATION_UNITS), ...Object.keys(SIZE_UNITS)]);
    const suggestion = near === null ? "" : `; did you mean \`${digits}${near}\`?`;
    report(problem({ start: span.end - unit.length, end: span.end }, "FLOW1007", { unit, suggestion }));
  } else if (!float && !Number.isSafeInteger(value)) {
    report(problem(span, "FLOW1010", { text: raw }));
  }
  return { kind: "number", value, float };
}

const TIMESTAMP = /^@(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/** Milliseconds since 1970 of a timestamp as written, NaN (and a report) when there is no such time. */
export function readTimestamp(raw: string, start: number, report: Report): number {
  const parts = TIMESTAMP.exec(raw);
  const value = parts === null || !dateExists(parts) ? Number.NaN : Date.parse(raw.slice(1));
  if (Number.isNaN(value)) report(problem({ start, end: start + raw.length }, "FLOW1008", { text: raw }));
  return value;
}

/** `Date.parse` takes the 30th of February for the 2nd of March. */
function dateExists(parts: readonly (string | undefined)[]): boolean {
  const [, year, month, day] = parts.map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year ?? 0, (month ?? 0) - 1, day ?? 0);
  return date.getUTCMonth() + 1 === month && date.getUTCDate() === day;
}
