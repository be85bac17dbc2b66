/** Escapes in texts that name a place for each event: `%{header}`, `%[localhost]`, `%Y`, `%%`. */
import { suggest } from "../../../grammar/did-you-mean.ts";

/** One that stands for something that an event has. */
export interface Escape {
  readonly kind: "header" | "time";
  /** As it is written: `%{tenant}`, `%Y`. */
  readonly text: string;
  /** Of the header, or the letter. */
  readonly name: string;
}

/** One that stands for nothing. */
export interface EscapeFault {
  readonly text: string;
  readonly help: string;
}

/** The escapes of a path or prefix (`%Y`, `%{host}`), as a sink's option gives it. */
export interface Escapes {
  readonly found: readonly Escape[];
  /** The first one; null where all are right. */
  readonly fault: EscapeFault | null;
}

/** Letters that stand for a part of the time, and for which; a test compares them with what the standard library puts in. */
export const TIME_LETTERS: Readonly<Record<string, string>> = {
  a: "weekday: `Mon`",
  A: "weekday: `Monday`",
  b: "month: `Jan`",
  B: "month: `January`",
  c: "date and time: `Mon Jan 5 14:03:09 2026`",
  d: "day of the month: `05`",
  D: "date: `01/05/26`",
  e: "day of the month: `5`",
  H: "hour: `14`",
  I: "hour of twelve: `02`",
  j: "day of the year: `005`",
  k: "hour: `14`, `2`",
  l: "hour of twelve: `2`",
  m: "month: `01`",
  M: "minute: `03`",
  n: "month: `1`",
  p: "`AM` or `PM`",
  s: "seconds since 1970",
  S: "second: `09`",
  t: "the header `timestamp` as it came",
  y: "year: `26`",
  Y: "year: `2026`",
  z: "offset from UTC: `+0100`",
};

/** What `%[…]` may name. */
export const HOST_NAMES: readonly string[] = ["localhost", "IP", "FQDN"];

/** Reads the escapes of a text. */
export function readEscapes(text: string): Escapes {
  const found: Escape[] = [];
  let fault: EscapeFault | null = null;
  for (const [whole, header, host, letter] of text.matchAll(/%(?:\{([\w.-]+)\}|\[(\w+)\]|(.)|$)/gsu)) {
    if (header !== undefined) found.push({ kind: "header", text: whole, name: header });
    else if (host !== undefined) fault ??= hostFault(whole, host);
    else if (letter !== undefined && Object.hasOwn(TIME_LETTERS, letter))
      found.push({ kind: "time", text: whole, name: letter });
    else if (letter !== "%") fault ??= { text: whole, help: helpFor(whole) };
  }
  return { found, fault };
}

function hostFault(text: string, name: string): EscapeFault | null {
  if (HOST_NAMES.some((known) => known.toLowerCase() === name.toLowerCase())) return null;
  const near = suggest(name, HOST_NAMES);
  const all = "There are `%[localhost]`, `%[IP]` and `%[FQDN]`.";
  return { text, help: near === null ? all : `Did you mean \`%[${near}]\`?` };
}

function helpFor(text: string): string {
  if (text === "%{" || text === "%[")
    return "A name and the closing bracket have to follow: `%{header}`, `%[localhost]`.";
  return `Write \`%%\` for a percent sign. Letters of the time are ${Object.keys(TIME_LETTERS).join(" ")}.`;
}
