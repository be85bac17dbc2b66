import { Failure, type Fallible } from "../../runtime/contract/failure.ts";

/** One record after RFC 4180, without the line's end. Throws an Error for a separator that can separate nothing. */
export function parseCsvLine(line: string, separator = ","): Fallible<string[]> {
  requireSeparator(separator);
  if (!line.includes('"')) return line.split(separator);
  const fields: string[] = [];
  for (let at = 0; ; at += separator.length) {
    const quote = line[at] === '"' ? closingQuote(line, at) : null;
    if (quote === -1) return new Failure(`the quote in column ${at + 1} is not closed: ${shown(line)}`);
    const end = quote === null ? endOfPlain(line, at, separator) : quote + 1;
    const field = line.slice(at, end);
    if (quote !== null) fields.push(field.slice(1, -1).replaceAll('""', '"'));
    else if (!field.includes('"')) fields.push(field);
    else {
      return new Failure(`column ${at + field.indexOf('"') + 1} has a quote inside of a field: ${shown(line)}`);
    }
    if (end === line.length) return fields;
    if (!line.startsWith(separator, end)) {
      return new Failure(`column ${end + 1} goes on after the closing quote: ${shown(line)}`);
    }
    at = end;
  }
}

/** What stands between quotes, wherever it is. */
const QUOTED = /["\r\n]/;

/** Quotes around what holds a separator, a quote or a line's end. */
export function toCsvLine(fields: readonly string[], separator = ","): string {
  requireSeparator(separator);
  const plain = fields.join(separator);
  // Mostly nothing needs quotes: then no character but the separators between the fields says otherwise.
  if (!QUOTED.test(plain) && occurrences(plain, separator) === fields.length - 1) return plain;
  return fields
    .map((field) => (field.includes(separator) || QUOTED.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(separator);
}

function occurrences(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) count++;
  return count;
}

/** Where the quote closes that opens at `at`; -1 when it does not. */
function closingQuote(line: string, at: number): number {
  let quote = line.indexOf('"', at + 1);
  while (quote !== -1 && line[quote + 1] === '"') quote = line.indexOf('"', quote + 2);
  return quote;
}

function endOfPlain(line: string, at: number, separator: string): number {
  const end = line.indexOf(separator, at);
  return end === -1 ? line.length : end;
}

function requireSeparator(separator: string): void {
  if (separator === "" || separator.includes('"')) {
    throw new Error(`${JSON.stringify(separator)} cannot separate the fields of a CSV line; "," and "\\t" can`);
  }
}

/** For reasons: a line may be long. */
function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
