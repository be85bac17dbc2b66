import { errnoOf } from "../../runtime/system/errno.ts";
import type { BigIntStats } from "../../runtime/system/files.ts";
import { type FileHandle, open } from "../../runtime/system/files.ts";
import {
  beforeCharacter,
  byteOrderMark,
  LONGEST_MARK,
  leadingLineEnd,
  lineEnds,
  mayBecomeMark,
} from "../support/framing/text-encoding.ts";
import { type Identities, type Identity, mayBeSame } from "../support/inode-identity.ts";
import { compressionOf, LONGEST_MAGIC } from "./compression.ts";
import { KnownBytes } from "./known-bytes.ts";
import type { Position } from "./position-file.ts";

/** How much of a file's start is kept to know it by. */
const HEAD = 256;

/** How much before the position is kept; a buffer to read into has this much more room. */
export const TAIL = 1024;

/** Bytes of lines, and where in the file they begin. */
export interface Region {
  readonly bytes: Buffer;
  readonly offset: number;
  /** Offsets in `bytes` behind each line; the last is its length. */
  readonly ends: readonly number[];
  /** Why the last line has no newline: it is longer than allowed, or was waited for long enough. */
  readonly open: "tooLong" | "last" | null;
  readonly encoding: string;
  /** What comes behind it: the end of the file, a line without a newline, or more than the buffer had room for. */
  readonly behind: "end" | "half" | "more";
}

/** What to read. */
export interface Wanted {
  /** Most lines. */
  readonly lines: number;
  /** Longest line in bytes; a longer one comes in pieces. */
  readonly longest: number;
  /** A last line without a newline counts, too. */
  readonly lastLine: boolean;
  /** It counts together with the lines before it, as they may be one record. */
  readonly together: boolean;
  /** Also when nothing has changed since the file was read to its end. */
  readonly again: boolean;
  /** Encoding of files that do not say theirs by a byte order mark. */
  readonly encoding: string;
}

/** What a file tells whoever reads it. */
export interface FileEvents {
  /** It is another file by now, or was truncated: it is read from its start. */
  restarted(): void;
  /** It is compressed and has no lines. */
  compressed(how: string): void;
}

/** One file, whatever it is called, and how far it has been read. */
export class FollowedFile {
  readonly identity: Identity;
  path: string;
  /** The path at which it was last one of those to follow. */
  named: string;
  /** A name that matches stands for it. */
  isNamed = true;
  /** It is what was meant to be read, even if it has other bytes by now; false where only its inode says so. */
  isCertain = true;
  /** Another file has its inode by now, and nobody meant that one to be read. */
  isStranger = false;
  /** What was read last may be a part of something, which waits for more. */
  isWaiting = false;
  /** No name stands for it any more: what is read of it is the last that can be. */
  isDeleted = false;
  /** When it last grew, as far as was seen; ms since 1970. */
  lastGrown: number;
  #pos: number;
  #isMidLine: boolean;
  #head: KnownBytes;
  #tail: KnownBytes;
  #encoding: string | null = null;
  /** It has been told that it is compressed. */
  #toldCompressed = false;
  #handle: FileHandle | null = null;
  /** Its state when it was last looked at, when something was last asked of it, and when it was read to its end. */
  #latest = "";
  #known: string | null = null;
  #readAt: string | null = null;

  constructor(position: Position, identity: Identity, lastGrown: number) {
    this.identity = identity;
    this.path = position.file;
    this.named = position.named;
    this.lastGrown = lastGrown;
    this.#pos = position.pos;
    this.#isMidLine = position.isMidLine;
    this.#head = new KnownBytes(HEAD, position.head);
    this.#tail = new KnownBytes(TAIL, position.tail);
  }

  get isOpen(): boolean {
    return this.#handle !== null;
  }

  get position(): Position {
    const head = this.#head.digest;
    return {
      ...this.identity,
      pos: this.#pos,
      file: this.path,
      named: this.named,
      isMidLine: this.#isMidLine,
      head,
      tail: this.#tail.digest,
    };
  }

  /** Whether it may have something to read: it has changed since it was read to its end. */
  get isDue(): boolean {
    // Nobody looks at a file without a name; it is asked itself.
    return this.#latest !== this.#readAt || (this.isOpen && !this.isNamed);
  }

  note(stats: BigIntStats): void {
    this.#latest = stateOf(stats);
  }

  /** Opens it unless it is open. False when it is gone, or its name stands for another file by now. */
  async open(identities: Identities): Promise<boolean> {
    if (this.#handle !== null) return true;
    let handle: FileHandle;
    try {
      handle = await open(this.path, "r");
    } catch (error) {
      if (errnoOf(error) === "ENOENT") return false;
      throw error;
    }
    const now = identities.of(await handle.stat({ bigint: true }));
    if (now.device !== this.identity.device || !mayBeSame(now, this.identity)) {
      await handle.close();
      return false;
    }
    this.#handle = handle;
    return true;
  }

  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = null;
    await handle?.close();
  }

  /** Whether an open file has been deleted. */
  async isGone(): Promise<boolean> {
    return (await this.#handle!.stat({ bigint: true })).nlink === 0n;
  }

  /**
   * Lines from the position on, read into `buffer`, as many as are `wanted`; null when there are none. `buffer` must
   * hold the longest line and `TAIL` more. The file must be open.
   */
  async read(buffer: Buffer, now: number, wanted: Wanted, events: FileEvents): Promise<Region | null> {
    const stats = await this.#handle!.stat({ bigint: true });
    const state = stateOf(stats);
    this.isDeleted = stats.nlink === 0n;
    this.#latest = state;
    if (state === this.#readAt && !wanted.again) return null;
    if (this.#known !== null && state !== this.#known) this.lastGrown = now;
    this.#known = state;
    let bytes = await this.#bytesBehindPosition(buffer, Number(stats.size));
    if (bytes === null && !this.isCertain) {
      this.isStranger = true;
      return null;
    }
    if (bytes === null) {
      this.#restart();
      events.restarted();
      bytes = (await this.#bytesBehindPosition(buffer, Number(stats.size)))!;
    }
    this.isWaiting = false;
    const isFull = this.#tail.length + bytes.length === buffer.length;
    const region = (await this.#start(wanted, events)) ? this.#regionOf(this.#passed(bytes), isFull, wanted) : null;
    if (region === null) this.#readAt = state;
    return region;
  }

  /** Notes that what was read is not whole: nothing is asked of the file until it changes, or its time is up. */
  wait(): void {
    this.isWaiting = true;
    this.#readAt = this.#latest;
  }

  /** Notes that everything up to the end of `region` is safe. */
  moveBehind(region: Region): void {
    this.#moveTo(region.offset + region.bytes.length, region.bytes);
    this.#isMidLine = region.open !== null;
    this.#readAt = null;
  }

  /** Null when what is before the position is not what was read there. */
  async #bytesBehindPosition(buffer: Buffer, size: number): Promise<Buffer | null> {
    if (size < this.#pos) return null;
    // The start tells only what the bytes before the position do not cover.
    const isCovered = this.#pos === this.#tail.length && this.#head.isKnown;
    if (!isCovered && !this.#head.matches(await this.#bytesAt(0, this.#head.length))) return null;
    // One read for both: nobody can truncate the file between them.
    const back = this.#tail.length;
    const { bytesRead } = await this.#handle!.read(buffer, 0, buffer.length, this.#pos - back);
    if (!this.#tail.matches(buffer.subarray(0, Math.min(back, bytesRead)))) return null;
    return buffer.subarray(back, bytesRead);
  }

  /** Finds out what kind of file it is. False when it has no lines, or when it is too early to tell. */
  async #start(wanted: Wanted, events: FileEvents): Promise<boolean> {
    if (this.#encoding !== null) return true;
    const first = await this.#bytesAt(0, Math.max(LONGEST_MARK, LONGEST_MAGIC));
    if (mayBecomeMark(first) && !wanted.lastLine) return false;
    const compression = compressionOf(first);
    if (compression === null) {
      this.#encoding = byteOrderMark(first)?.encoding ?? wanted.encoding;
      return true;
    }
    if (!this.#toldCompressed) events.compressed(compression);
    this.#toldCompressed = true;
    return false;
  }

  /** `bytes` without what belongs to no line: a byte order mark, and the newline of a line that has been delivered. */
  #passed(bytes: Buffer): Buffer {
    const mark = this.#pos === 0 ? (byteOrderMark(bytes)?.length ?? 0) : 0;
    const lineEnd = this.#isMidLine ? leadingLineEnd(bytes, this.#encoding!) : 0;
    const passed = mark + lineEnd;
    if (passed === 0) return bytes;
    this.#moveTo(this.#pos + passed, bytes.subarray(0, passed));
    this.#isMidLine = false;
    return bytes.subarray(passed);
  }

  #regionOf(bytes: Buffer, isFull: boolean, { lines, longest, lastLine, together }: Wanted): Region | null {
    const encoding = this.#encoding!;
    const ends = lineEnds(bytes, encoding, lines);
    const end = ends.at(-1) ?? 0;
    const rest = bytes.subarray(end);
    const isTooLong = rest.length >= longest;
    const piece = (end === 0 && isTooLong) || (lastLine && (end === 0 || together)) ? this.#piece(rest, longest) : 0;
    const length = end + piece;
    if (length === 0) return null;
    const behind = isFull ? "more" : length < bytes.length ? "half" : "end";
    const region = { bytes: bytes.subarray(0, length), offset: this.#pos, encoding, behind } as const;
    if (piece > 0) return { ...region, ends: [...ends, length], open: isTooLong ? "tooLong" : "last" };
    return { ...region, ends, open: null };
  }

  /** How much of a line without a newline can be delivered. */
  #piece(bytes: Buffer, longest: number): number {
    const most = Math.min(bytes.length, longest);
    // What is left of a deleted file is half a character at most, and will not become a whole one.
    return beforeCharacter(bytes, most, this.#encoding!) || (this.isDeleted || bytes.length > most ? most : 0);
  }

  #restart(): void {
    this.#pos = 0;
    this.#isMidLine = false;
    this.#head = new KnownBytes(HEAD);
    this.#tail = new KnownBytes(TAIL);
    this.#encoding = null;
  }

  #moveTo(pos: number, passed: Buffer): void {
    if (this.#head.length === this.#pos) this.#head.fill(passed);
    this.#tail.shift(passed);
    this.#pos = pos;
  }

  /** Fewer where the file ends. */
  async #bytesAt(offset: number, length: number): Promise<Buffer> {
    if (length === 0) return Buffer.alloc(0);
    const { bytesRead, buffer } = await this.#handle!.read(Buffer.alloc(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  }
}

/** Differs when the file has been written to or truncated in between. */
function stateOf({ size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${size} ${mtimeNs} ${ctimeNs}`;
}
