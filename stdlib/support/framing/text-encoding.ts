import { TextDecoder } from "node:util";

/** How a text of some encoding is divided into lines while it is bytes. */
interface LineEnds {
  /** Bytes of a code unit; a line end is never looked for between the bytes of one. */
  readonly unit: 1 | 2;
  readonly newline: Buffer;
  readonly carriageReturn: Buffer;
}

const ONE_BYTE: LineEnds = { unit: 1, newline: Buffer.from([10]), carriageReturn: Buffer.from([13]) };
const LITTLE: LineEnds = { unit: 2, newline: Buffer.from([10, 0]), carriageReturn: Buffer.from([13, 0]) };
const BIG: LineEnds = { unit: 2, newline: Buffer.from([0, 10]), carriageReturn: Buffer.from([0, 13]) };

/** The longest byte order mark, in bytes. */
export const LONGEST_MARK = 3;

/** The WHATWG name of an encoding by one of its labels: `latin1` is `windows-1252`. Throws a RangeError for no label. */
export function encodingOf(label: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch (cause) {
    throw new RangeError(`there is no character encoding "${label}"`, { cause });
  }
}

/** Whether lines of this encoding can be told apart before the text is decoded from its beginning. */
export function hasLineEnds(encoding: string): boolean {
  // Its bytes mean what the last escape sequence says, which may stand in any line before.
  return encoding !== "iso-2022-jp";
}

/** The encoding that a text says it has, and the length of the mark that says so. */
export function byteOrderMark(bytes: Uint8Array): { readonly encoding: string; readonly length: number } | null {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return { encoding: "utf-8", length: 3 };
  if (first === 0xff && second === 0xfe) return { encoding: "utf-16le", length: 2 };
  if (first === 0xfe && second === 0xff) return { encoding: "utf-16be", length: 2 };
  return null;
}

/** Whether `bytes`, the first of a text, are too few to tell whether they are a byte order mark. */
export function mayBecomeMark(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  if (bytes.length === 1) return first === 0xef || first === 0xff || first === 0xfe;
  return bytes.length === 2 && first === 0xef && second === 0xbb;
}

/** Offsets behind the first `most` line ends in `bytes`, which begin with a whole character. */
export function lineEnds(bytes: Buffer, encoding: string, most: number): number[] {
  const { unit, newline } = endsOf(encoding);
  const ends: number[] = [];
  for (let from = 0; ends.length < most; ) {
    const at = bytes.indexOf(newline, from);
    if (at === -1) break;
    from = at + unit;
    if (at % unit !== 0) from = at + 1;
    else ends.push(from);
  }
  return ends;
}

/** How many bytes of a line end `bytes` begin with: 0 where they begin with something else. */
export function leadingLineEnd(bytes: Buffer, encoding: string): number {
  const { unit, newline, carriageReturn } = endsOf(encoding);
  const start = startsWith(bytes, carriageReturn) ? unit : 0;
  return startsWith(bytes.subarray(start), newline) ? start + unit : 0;
}

/**
 * The greatest offset up to `end` at which `bytes` can be cut: not within a character, and not between a carriage
 * return and what may be its newline.
 */
export function beforeCharacter(bytes: Buffer, end: number, encoding: string): number {
  const { unit, carriageReturn } = endsOf(encoding);
  let at = end - (end % unit);
  if (unit === 2) {
    const high = bytes[encoding === "utf-16be" ? at - 2 : at - 1];
    if (high !== undefined && high >= 0xd8 && high <= 0xdb) at -= 2;
  } else if (encoding === "utf-8") at = beforeUtf8Character(bytes, end);
  return endsWith(bytes.subarray(0, at), carriageReturn) ? at - unit : at;
}

function beforeUtf8Character(bytes: Buffer, end: number): number {
  for (let start = end - 1; start >= end - 4 && start >= 0; start--) {
    const byte = bytes[start]!;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return start + length > end ? start : end;
  }
  return end;
}

function endsOf(encoding: string): LineEnds {
  if (encoding === "utf-16le") return LITTLE;
  return encoding === "utf-16be" ? BIG : ONE_BYTE;
}

function startsWith(bytes: Buffer, part: Buffer): boolean {
  return bytes.subarray(0, part.length).equals(part);
}

function endsWith(bytes: Buffer, part: Buffer): boolean {
  return bytes.length >= part.length && bytes.subarray(bytes.length - part.length).equals(part);
}
