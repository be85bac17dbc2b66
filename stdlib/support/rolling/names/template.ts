import { timeEscapes } from "./time-escapes.ts";

/** A part of a `path` or `filePrefix`: as it is, the value of a header, or a part of the time. */
export type Piece =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "header"; readonly name: string }
  | { readonly kind: "time"; readonly letter: string };

/** What `%[localhost]`, `%[IP]` and `%[FQDN]` stand for. */
export interface HostNames {
  readonly localhost: string;
  readonly ip: string;
  readonly fqdn: string;
}

/** An escape that means nothing; the message says which and what there is. */
class TemplateError extends Error {}

/** Whether the text asks for the names of this machine. */
export function needsHostNames(text: string): boolean {
  return /%\[\w+\]/.test(text);
}

/**
 * Reads the escapes of Flume 1.11's BucketPath: `%{header}`, `%[localhost]`, `%[IP]`, `%[FQDN]`, `%%`, and `%` with a
 * letter for a part of the time. Throws TemplateError for any other `%`, where Flume puts nothing in its place.
 */
export function parseTemplate(text: string, hosts: HostNames): readonly Piece[] {
  const pieces: Piece[] = [];
  const escapes = /%(?:\{([\w.-]+)\}|\[(\w+)\]|(.)|$)/gsu;
  let end = 0;
  for (const { 0: whole, 1: header, 2: host, 3: letter, index } of text.matchAll(escapes)) {
    if (index > end) pieces.push({ kind: "literal", text: text.slice(end, index) });
    end = index + whole.length;
    if (header !== undefined) pieces.push({ kind: "header", name: header });
    else if (host !== undefined) pieces.push({ kind: "literal", text: hostName(host, hosts) });
    else if (letter === "%") pieces.push({ kind: "literal", text: "%" });
    else if (letter !== undefined && Object.hasOwn(timeEscapes, letter)) pieces.push({ kind: "time", letter });
    else throw new TemplateError(unknownEscape(text, whole));
  }
  if (end < text.length) pieces.push({ kind: "literal", text: text.slice(end) });
  return pieces;
}

function hostName(name: string, hosts: HostNames): string {
  const found = hosts[name.toLowerCase() as keyof HostNames];
  if (found !== undefined) return found;
  throw new TemplateError(`unknown escape \`%[${name}]\`; there are \`%[localhost]\`, \`%[IP]\` and \`%[FQDN]\``);
}

function unknownEscape(text: string, found: string): string {
  if (found === "%{" || found === "%[") return `\`${found}\` in "${text}" is not followed by a name and its bracket`;
  const letters = Object.keys(timeEscapes).sort().join(" ");
  return `unknown escape \`${found}\` in "${text}"; write \`%%\` for a percent sign. The time has ${letters}`;
}
