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

/** Letters that stand for a part of the time; a test compares them with what the standard library puts in. */
const LETTERS = "aAbBcdDeHIjklmMnpsStyYz";

/** What `%[…]` may name. */
const HOST_NAMES = ["localhost", "IP", "FQDN"];

/** Reads the escapes of a text. */
export function readEscapes(text: string): Escapes {
  const found: Escape[] = [];
  let fault: EscapeFault | null = null;
  for (const [whole, header, host, letter] of text.matchAll(/%(?:\{([\w.-]+)\}|\[(\w+)\]|(.)|$)/gsu)) {
    if (header !== undefined) found.push({ kind: "header", text: whole, name: header });
    else if (host !== undefined) fault ??= hostFault(whole, host);
    else if (letter !== undefined && LETTERS.includes(letter)) found.push({ kind: "time", text: whole, name: letter });
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
  return `Write \`%%\` for a percent sign. Letters of the time are ${[...LETTERS].join(" ")}.`;
}
