import type { Headers } from "../../../../runtime/contract/event.ts";
import type { Piece } from "./template.ts";
import { timeEscapes } from "./time-escapes.ts";
import { type RoundUnit, roundDown } from "./wall-clock.ts";

/** Events with the same name go to the same files, one after the other. */
export interface BucketName {
  readonly directory: string;
  readonly prefix: string;
}

/** What the folder and the name of an event's file are made of. */
export interface BucketNameOptions {
  readonly path: readonly Piece[];
  readonly filePrefix: readonly Piece[];
  /** Offset of the wall clock from UTC at a time, both in ms. */
  readonly offsetAt: (time: number) => number;
  readonly round: { readonly value: number; readonly unit: RoundUnit } | null;
  /** Take the time of writing instead of the header `timestamp`. */
  readonly useLocalTimeStamp: boolean;
  /** Bytes that a file's name has beside its prefix, at most. */
  readonly besidePrefix: number;
  /** Characters that the file system has no place for in a name, beside `/`; a global pattern. */
  readonly forbidden: RegExp;
}

/**
 * Gives each event the name of its bucket. What is put in for an escape cannot leave the directory that the program
 * names: parts `.` and `..`, and characters that do not belong into a name, are written as `%2E`, `%3A`, ….
 */
export class BucketNames {
  readonly #options: BucketNameOptions;
  readonly #letters: ReadonlySet<string>;
  readonly #headers: readonly string[];
  // Neighbouring events mostly have the same name.
  #lastTimestamp: string | undefined;
  #lastHeaders: (string | undefined)[] = [];
  #last: BucketName | null = null;
  #lastSecond = Number.NaN;
  #timeTexts: ReadonlyMap<string, string> = new Map();

  constructor(options: BucketNameOptions) {
    const pieces = [...options.path, ...options.filePrefix];
    this.#options = options;
    this.#letters = new Set(pieces.flatMap((piece) => (piece.kind === "time" ? [piece.letter] : [])));
    this.#headers = pieces.flatMap((piece) => (piece.kind === "header" ? [piece.name] : []));
  }

  /**
   * `now` is the time of writing in ms. Throws when an escape needs the header `timestamp` and there is none, or no
   * time in it, and when a name gets longer than a file system takes.
   */
  of(headers: Headers, now: number): BucketName {
    const timestamp = this.#letters.size > 0 ? this.#timestampOf(headers, now) : undefined;
    if (this.#last !== null && timestamp === this.#lastTimestamp && this.#hasLastHeaders(headers)) return this.#last;
    if (timestamp !== undefined) this.#readTime(timestamp);
    const directory = this.#expand(this.#options.path, headers, false)
      .replace(/\/{2,}/g, "/")
      .replace(/(?<=.)\/$/, "")
      .replace(/(?<=^|\/)\.{1,2}(?=\/|$)/g, dots);
    const prefix = this.#expand(this.#options.filePrefix, headers, true);
    checkLengths(directory, prefix, this.#options.besidePrefix);
    this.#lastTimestamp = timestamp;
    this.#lastHeaders = this.#headers.map((name) => headers.get(name));
    this.#last = { directory, prefix };
    return this.#last;
  }

  #hasLastHeaders(headers: Headers): boolean {
    // A loop, as this is asked for each event: a closure each would be garbage as large as the events.
    for (let index = 0; index < this.#headers.length; index++) {
      if (headers.get(this.#headers[index]!) !== this.#lastHeaders[index]) return false;
    }
    return true;
  }

  #timestampOf(headers: Headers, now: number): string {
    if (this.#options.useLocalTimeStamp) return String(now);
    const text = headers.get("timestamp");
    const time = text !== undefined && LONG.test(text) ? Number(text) : Number.NaN;
    if (Math.abs(time) <= LAST_TIME) return String(time);
    const escapes = [...this.#letters].map((letter) => `\`%${letter}\``).join(", ");
    if (text !== undefined) {
      throw new Error(`the header \`timestamp\` that fills ${escapes} is "${text}", not milliseconds since 1970`);
    }
    throw new Error(
      `an event has no header \`timestamp\` to fill ${escapes} from; put \`.timestamp()\` on the wire or set \`useLocalTimeStamp: true\``,
    );
  }

  #readTime(text: string): void {
    const { offsetAt, round } = this.#options;
    const exact = Number(text);
    const second = Math.floor(exact / 1000);
    if (second === this.#lastSecond && !this.#letters.has("t")) return;
    const offset = offsetAt(exact);
    const exactWall = exact + offset;
    const wall = round === null ? exactWall : roundDown(exactWall, round.value, round.unit);
    // Rounding takes away from the time itself, not from the wall clock alone: in an hour that the clock shows twice
    // the first half stays the first.
    const at = { text, time: exact - (exactWall - wall), offset };
    const date = new Date(wall);
    this.#timeTexts = new Map([...this.#letters].map((letter) => [letter, timeEscapes[letter]!(date, at)]));
    this.#lastSecond = second;
  }

  #expand(pieces: readonly Piece[], headers: Headers, isName: boolean): string {
    return pieces
      .map((piece) => {
        if (piece.kind === "literal") return piece.text;
        const text = (piece.kind === "header" ? headers.get(piece.name) : this.#timeTexts.get(piece.letter)) ?? "";
        const safe = text.replace(this.#options.forbidden, percent);
        return isName ? safe.replaceAll("/", percent) : safe;
      })
      .join("");
  }
}

/** What Java's `Long.valueOf` reads. */
const LONG = /^[+-]?\d+$/;

/** In ms before and after 1970: the end of JavaScript's calendar. */
const LAST_TIME = 8.64e15;

/** Most bytes of a name, of this machine's file systems and of HDFS. */
const LONGEST = 255;

/** Most characters of a path in HDFS; those of this machine take 4,095 bytes. */
const LONGEST_PATH = 8000;

/** Throws where an escape has made a name too long: no wait would make it shorter. */
function checkLengths(directory: string, prefix: string, beside: number): void {
  if (directory.length > LONGEST_PATH)
    throw new Error(`the directory \`${directory.slice(0, 40)}…\` would have ${directory.length} characters, too many`);
  for (const name of [...directory.split("/"), prefix]) {
    const bytes = Buffer.byteLength(name) + (name === prefix ? beside : 0);
    if (bytes > LONGEST)
      throw new Error(`the name \`${name.slice(0, 40)}…\` would have ${bytes} bytes; a file system takes ${LONGEST}`);
  }
}

function percent(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
}

function dots(part: string): string {
  return "%2E".repeat(part.length);
}
