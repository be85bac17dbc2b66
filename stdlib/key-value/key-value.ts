/** See `key-value.flow`. Throws an Error for an empty separator. */
export function parseKeyValue(text: string, pairSeparator = " ", separator = "="): Map<string, string> {
  if (pairSeparator === "" || separator === "") throw new Error("parseKeyValue needs separators that are not empty");
  const pairs = new Map<string, string>();
  for (let at = 0; at < text.length; ) {
    const pairEnd = separatorFrom(text, pairSeparator, at);
    const middle = text.slice(at, pairEnd).indexOf(separator);
    if (middle === -1) {
      put(pairs, text.slice(at, pairEnd), "");
      at = pairEnd + pairSeparator.length;
      continue;
    }
    const valueAt = at + middle + separator.length;
    const quote = openingQuote(text, valueAt, pairSeparator);
    const end = quote === -1 ? separatorFrom(text, pairSeparator, valueAt) : closingQuote(text, quote);
    const value = quote === -1 ? text.slice(valueAt, end).trim() : withoutEscapes(text.slice(quote + 1, end));
    put(pairs, text.slice(at, at + middle), value);
    // What stands between a closing quote and the next separator belongs to nothing.
    at = (quote === -1 ? end : separatorFrom(text, pairSeparator, end)) + pairSeparator.length;
  }
  return pairs;
}

function put(pairs: Map<string, string>, key: string, value: string): void {
  const trimmed = key.trim();
  if (trimmed !== "") pairs.set(trimmed, value);
}

/** Where the next separator is, or the end. A blank stands for a tab and a line break, too. */
function separatorFrom(text: string, pairSeparator: string, from: number): number {
  if (pairSeparator !== " ") {
    const at = text.indexOf(pairSeparator, from);
    return at === -1 ? text.length : at;
  }
  let at = from;
  while (at < text.length && !isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** A space, and from tab to carriage return. */
function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** Where the value begins when it is in quotes: at once, or after blanks that separate no pairs; else -1. */
function openingQuote(text: string, from: number, pairSeparator: string): number {
  let at = from;
  if (pairSeparator !== " ") {
    while (isBlank(text.charCodeAt(at)) && !text.startsWith(pairSeparator, at)) at++;
  }
  return text[at] === '"' ? at : -1;
}

/** The end where nothing closes it. */
function closingQuote(text: string, opening: number): number {
  let at = opening + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return Math.min(at, text.length);
}

const ESCAPED: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };
const LETTERS: Readonly<Record<string, string>> = { "\n": "n", "\r": "r", "\t": "t", '"': '"', "\\": "\\" };

function withoutEscapes(value: string): string {
  if (!value.includes("\\")) return value;
  return value.replace(/\\(?:u([\da-fA-F]{4})|([nrt"\\]))/g, (_, hex: string | undefined, char: string) =>
    hex === undefined ? ESCAPED[char]! : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** `level=info msg="it works"` */
export function toKeyValue(pairs: ReadonlyMap<string, string>): string {
  return Array.from(pairs, ([key, value]) => `${key}=${/[\s"=\\]|^$/.test(value) ? quoted(value) : value}`).join(" ");
}

function quoted(value: string): string {
  return `"${value.replace(/[\n\r\t"\\]/g, (char) => `\\${LETTERS[char]}`)}"`;
}
