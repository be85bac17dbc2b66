/** A message as it came; not `isWhole` where its end is missing. */
export interface SyslogFrame {
  readonly bytes: Buffer;
  readonly isWhole: boolean;
}

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const BLANK = 32;
const LESS = 60;

/** Digits of a length that is believed: ten are more than any message has. */
const MOST_DIGITS = 9;

/**
 * Divides the bytes of a connection into messages (RFC 6587): `LENGTH <34>…`, as many bytes as it says, or else a line. Of
 * a message that is longer than `maxLength` only its beginning is kept, and the rest passed over.
 */
export class SyslogFrames {
  readonly #maxLength: number;
  #rest: Buffer = Buffer.alloc(0);
  /** Bytes to pass over; `line`: up to the next line end. */
  #skip: number | "line" = 0;

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  /** The messages that `chunk` completes. */
  push(chunk: Buffer): SyslogFrame[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const frames: SyslogFrame[] = [];
    let at = this.#passOver(bytes);
    while (at < bytes.length) {
      const next = this.#frameAt(bytes, at, frames);
      if (next === at) break;
      at = next;
    }
    this.#rest = bytes.subarray(Math.min(at, bytes.length));
    return frames;
  }

  /** What there is of a last message. A line that lacks only its end is whole, unless the connection `broke`. */
  end(broke: boolean): SyslogFrame | null {
    const bytes = this.#rest;
    this.#rest = Buffer.alloc(0);
    if (bytes.length === 0 || this.#skip !== 0) return null;
    const counted = countAt(bytes, 0);
    if (counted === null || counted === "open") return { bytes: trimmed(bytes), isWhole: !broke };
    return { bytes: bytes.subarray(counted.start), isWhole: false };
  }

  /** Where the next message begins; behind the end where it is not there yet. */
  #passOver(bytes: Buffer): number {
    if (this.#skip === "line") {
      const end = bytes.indexOf(NEWLINE);
      if (end === -1) return bytes.length;
      this.#skip = 0;
      return end + 1;
    }
    const passed = Math.min(this.#skip, bytes.length);
    this.#skip -= passed;
    return passed;
  }

  /** Where the message at `at` ends; `at` where that is not known yet. */
  #frameAt(bytes: Buffer, at: number, frames: SyslogFrame[]): number {
    const counted = countAt(bytes, at);
    if (counted === "open") return at;
    return counted === null ? this.#lineAt(bytes, at, frames) : this.#countedAt(bytes, at, counted, frames);
  }

  #countedAt(bytes: Buffer, at: number, { start, length }: Count, frames: SyslogFrame[]): number {
    const kept = Math.min(length, this.#maxLength);
    if (bytes.length < start + kept) return at;
    frames.push({ bytes: trimmed(bytes.subarray(start, start + kept)), isWhole: kept === length });
    this.#skip = length - kept;
    return start + kept + this.#passOver(bytes.subarray(start + kept));
  }

  #lineAt(bytes: Buffer, at: number, frames: SyslogFrame[]): number {
    const end = bytes.indexOf(NEWLINE, at);
    const length = (end === -1 ? bytes.length : end) - at;
    if (length <= this.#maxLength) {
      if (end === -1) return at;
      const line = trimmed(bytes.subarray(at, end));
      // Some send a line end behind a counted message, too.
      if (line.length > 0) frames.push({ bytes: line, isWhole: true });
      return end + 1;
    }
    frames.push({ bytes: bytes.subarray(at, at + this.#maxLength), isWhole: false });
    if (end === -1) this.#skip = "line";
    return end === -1 ? bytes.length : end + 1;
  }
}

interface Count {
  readonly start: number;
  readonly length: number;
}

/** The length that a message says it has; null for a line, `open` where more bytes have to tell. */
function countAt(bytes: Buffer, at: number): Count | "open" | null {
  let length = 0;
  for (let index = at; index < at + MOST_DIGITS + 1; index++) {
    const byte = bytes[index];
    if (byte === undefined) return "open";
    if (byte === BLANK && index > at) {
      const start = index + 1;
      if (start === bytes.length) return "open";
      return bytes[start] === LESS ? { start, length } : null;
    }
    const digit = byte - 48;
    if (digit < 0 || digit > 9 || (digit === 0 && index === at)) return null;
    length = length * 10 + digit;
  }
  return null;
}

/** Without the line end and the zero byte that some put behind a message. */
export function trimmed(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0 || bytes[end - 1] === NEWLINE)) end--;
  if (end > 0 && bytes[end - 1] === CARRIAGE_RETURN) end--;
  return bytes.subarray(0, end);
}
