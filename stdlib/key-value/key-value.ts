/** See `key-value.flow`. A quote that nothing closes reaches to the end. Throws an Error for an empty separator. */
export function parseKeyValue(text: string, pairSeparator = " ", separator = "="): Map<string, string> {
  if (pairSeparator === "" || separator === "") throw new Error("parseKeyValue needs separators that are not empty");
  const pairs = new Map<string, string>();
  for (let at = 0; at < text.length; at += pairSeparator.length) {
    const pairEnd = indexOrEnd(text, pairSeparator, at);
    const middle = text.indexOf(separator, at);
    if (middle === -1 || middle >= pairEnd) {
      put(pairs, text.slice(at, pairEnd), "");
      at = pairEnd;
      continue;
    }
    const valueAt = middle + separator.length;
    const quote = openingQuote(text, valueAt, pairSeparator);
    const end = quote === -1 ? indexOrEnd(text, pairSeparator, valueAt) : closingQuote(text, quote);
    const value = quote === -1 ? text.slice(valueAt, end).trim() : unescaped(text.slice(quote + 1, end));
    put(pairs, text.slice(at, middle), value);
    // What stands between a closing quote and the next separator belongs to nothing.
    at = quote === -1 ? end : indexOrEnd(text, pairSeparator, end);
  }
  return pairs;
}

function put(pairs: Map<string, string>, key: string, value: string): void {
  const trimmed = key.trim();
  if (trimmed !== "") pairs.set(trimmed, value);
}

/** Where the value begins when it is in quotes: at once, or after blanks that separate no pairs; else -1. */
function openingQuote(text: string, from: number, pairSeparator: string): number {
  let at = from;
  while (text[at] === " " && !text.startsWith(pairSeparator, at)) at++;
  return text[at] === '"' ? at : -1;
}

function closingQuote(text: string, opening: number): number {
  let at = opening + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return Math.min(at, text.length);
}

function unescaped(value: string): string {
  return value.includes("\\") ? value.replace(/\\(["\\])/g, "$1") : value;
}

function indexOrEnd(text: string, part: string, from: number): number {
  const at = text.indexOf(part, from);
  return at === -1 ? text.length : at;
}

/** `level=info msg="it works"` */
export function toKeyValue(pairs: ReadonlyMap<string, string>): string {
  return Array.from(pairs, ([key, value]) => `${key}=${/[\s"=\\]|^$/.test(value) ? quoted(value) : value}`).join(" ");
}

function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, "\\$&")}"`;
}
