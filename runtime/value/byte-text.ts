import { isUtf8 } from "node:buffer";

/** A byte that is no UTF-8 becomes the lone surrogate this far above it, which no text has by itself. */
const ESCAPE = 0xdc00;

/**
 * Bytes as text that keeps them: what is UTF-8 is read as that, and every other byte becomes a lone surrogate (U+DC80 to
 * U+DCFF), of which `toBytes` makes the byte again. So keys and headers are text to a program and still the bytes that
 * they were, however often their maps are copied on the way.
 */
export function fromBytes(bytes: Buffer): string {
  const text = bytes.toString();
  return text.includes("\ufffd") && !isUtf8(bytes) ? escaped(bytes) : text;
}

/** The bytes that `fromBytes` was given; text that needs no care is given back as it is, for it is quicker to write. */
export function toBytes(text: string): string | Buffer {
  return text.isWellFormed() ? text : unescaped(text);
}

function escaped(bytes: Buffer): string {
  let text = "";
  let start = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    text += bytes.toString("utf8", start, at) + String.fromCharCode(ESCAPE + bytes[at]!);
    at++;
    start = at;
  }
  return text + bytes.toString("utf8", start);
}

/** Bytes of the character that begins at `at`, 0 when none does. */
function sequenceLength(bytes: Buffer, at: number): number {
  const first = bytes[at]!;
  const length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  return length > 0 && at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)) ? length : 0;
}

function unescaped(text: string): Buffer {
  const parts: Buffer[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0xd800 || unit > 0xdfff) continue;
    if (text.codePointAt(at)! > 0xffff) {
      at++; // a pair
      continue;
    }
    if (unit < ESCAPE + 0x80 || unit > ESCAPE + 0xff) continue;
    parts.push(Buffer.from(text.slice(start, at)), Buffer.of(unit - ESCAPE));
    start = at + 1;
  }
  parts.push(Buffer.from(text.slice(start)));
  return Buffer.concat(parts);
}
