import { createDecoder, type Decoder } from "./decoder.ts";
import { byteOrderMark, mayBecomeMark } from "./text-encoding.ts";

/** What can be wrong with lines; also the names of the counters. */
export type LineFault = "longLines" | "halfLines" | "invalidCharacters";

/** How bytes become lines. */
export interface LineRules {
  /** WHATWG label; a byte order mark at the start of the bytes says better. */
  readonly encoding: string;
  /** `keep`: the bytes begin anywhere in a text, and what looks like a byte order mark is not one. */
  readonly mark?: "keep";
  /** Longest line, in characters and without its newline. */
  readonly maxLength: number;
  /** `cut`: a longer line comes in pieces of that length; `refuse`: nothing comes after it, and `refused` is true. */
  readonly overlong: "cut" | "refuse";
  /** Whether a `\r` before the `\n` stays. */
  readonly carriageReturn: "keep" | "remove";
  /** About how many bytes are decoded at once, where `PIECE` is not right. */
  readonly piece?: number;
  readonly onFault: (fault: LineFault, times: number) => void;
}

/**
 * Text is decoded in pieces of about this many bytes, each ending at a newline where it can. V8 keeps the whole text
 * alive that a line was cut from, and a line kept as a key of some state may live long: it then costs this much and
 * not a whole chunk.
 */
const PIECE = 16_384;

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

/** Splits chunks of bytes into lines. Never holds more than one chunk and one line of the longest length. */
export class LineSplitter {
  readonly #rules: LineRules;
  #decoder: Decoder;
  /** The first bytes, as long as they may become a byte order mark; null when that is known. */
  #start: Buffer | null;
  #tail = "";
  #refused = false;
  /** The line under way has been counted as too long. */
  #long = false;

  /** Throws a RangeError for an unknown encoding. */
  constructor(rules: LineRules) {
    this.#rules = rules;
    this.#decoder = createDecoder(rules.encoding);
    this.#start = rules.mark === "keep" ? null : Buffer.alloc(0);
  }

  /** A line was longer than allowed; nothing is read after it. */
  get refused(): boolean {
    return this.#refused;
  }

  /** The lines that `chunk` completes. */
  push(chunk: Buffer): string[] {
    const bytes = this.#start === null ? chunk : this.#begin(this.#start, chunk);
    const pieces: string[][] = [];
    const { piece = PIECE } = this.#rules;
    // Asked once a chunk: nearly all of them are ASCII.
    const isPlain = this.#decoder.isPlain(bytes);
    let start = 0;
    while (start < bytes.length && !this.#refused) {
      let end = Math.min(start + piece, bytes.length);
      const newline = bytes.lastIndexOf(NEWLINE, end - 1);
      if (newline >= start) end = newline + 1;
      const text = isPlain ? bytes.toString("latin1", start, end) : this.#decoder.write(bytes.subarray(start, end));
      pieces.push(this.#split(text));
      start = end;
    }
    const [first = [], ...more] = pieces;
    return more.length === 0 ? first : first.concat(...more);
  }

  /** The last line, which no newline ended; null when there is none. */
  end(): string | null {
    const text = this.#decoder.write(this.#start ?? Buffer.alloc(0)) + this.#decoder.end();
    this.#start = null;
    this.#countInvalid(text);
    const tail = this.#tail + text;
    this.#tail = "";
    return tail === "" ? null : tail;
  }

  /** What there is to decode, without a byte order mark; nothing as long as it may become one. */
  #begin(start: Buffer, chunk: Buffer): Buffer {
    const bytes = start.length === 0 ? chunk : Buffer.concat([start, chunk]);
    if (bytes.length === 0 || mayBecomeMark(bytes)) {
      this.#start = Buffer.from(bytes);
      return Buffer.alloc(0);
    }
    this.#start = null;
    const mark = byteOrderMark(bytes);
    if (mark === null) return bytes;
    this.#decoder = createDecoder(mark.encoding);
    return bytes.subarray(mark.length);
  }

  #split(text: string): string[] {
    this.#countInvalid(text);
    // One look at the whole text is far cheaper than one at the end of each line.
    const removes = this.#rules.carriageReturn === "remove" && (text.includes("\r") || this.#tail.endsWith("\r"));
    const parts = text.split("\n");
    parts[0] = this.#tail + parts[0];
    this.#tail = parts.pop()!;
    const { maxLength } = this.#rules;
    // Mostly there is nothing to do for a line: then there is nothing done.
    if (!removes && this.#tail.length <= maxLength && longest(parts) <= maxLength) {
      if (parts.length > 0) this.#long = false;
      return parts;
    }
    const lines: string[] = [];
    for (const part of parts) {
      const line = removes && part.charCodeAt(part.length - 1) === CARRIAGE_RETURN ? part.slice(0, -1) : part;
      const fits = line.length <= maxLength ? line : this.#tooLong(line, lines);
      if (this.#refused) return lines;
      lines.push(fits);
      this.#long = false;
    }
    if (this.#tail.length > maxLength) this.#tail = this.#tooLong(this.#tail, lines);
    return lines;
  }

  /** Cuts a long line up and gives its last piece; or refuses it, and whatever comes after. */
  #tooLong(line: string, lines: string[]): string {
    if (!this.#long) this.#rules.onFault("longLines", 1);
    this.#long = true;
    if (this.#rules.overlong === "refuse") {
      this.#refused = true;
      return "";
    }
    const { maxLength } = this.#rules;
    let rest = line;
    while (rest.length > maxLength) {
      // Not between the halves of a surrogate pair, unless that is all there is room for.
      const end = isHighSurrogate(rest, maxLength - 1) && maxLength > 1 ? maxLength - 1 : maxLength;
      lines.push(rest.slice(0, end));
      rest = rest.slice(end);
    }
    return rest;
  }

  #countInvalid(text: string): void {
    // Immediate for text of one byte a character, which has none.
    if (!text.includes("\uFFFD")) return;
    this.#rules.onFault("invalidCharacters", text.split("\uFFFD").length - 1);
  }
}

/** How long the longest of them is. */
function longest(lines: readonly string[]): number {
  let most = 0;
  for (let index = 0; index < lines.length; index++) most = Math.max(most, lines[index]!.length);
  return most;
}

function isHighSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xd800 && unit <= 0xdbff;
}
