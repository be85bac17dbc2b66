import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import type { Position } from "./position-file.ts";

/** How much of a file's start tells it from another with the same inode. */
const HEAD = 256;

/** Bytes of whole lines, and where in the file they begin. */
export interface Region {
  readonly bytes: Buffer;
  readonly offset: number;
  /** Offsets in `bytes` after each line; the last is its length. */
  readonly ends: readonly number[];
  /** It is the beginning of a line that is longer than allowed, without a newline. */
  readonly isPiece: boolean;
}

/** One file, whatever it is called, and how far it has been read. */
export class FollowedFile {
  readonly inode: string;
  path: string;
  /** When it last grew, as far as was seen; ms since 1970. */
  lastGrown: number;
  #pos: number;
  #headLength: number;
  #head: string;
  #handle: FileHandle | null = null;

  constructor(position: Position, lastGrown: number) {
    this.inode = position.inode;
    this.path = position.file;
    this.lastGrown = lastGrown;
    this.#pos = position.pos;
    this.#headLength = position.headLength;
    this.#head = position.head;
  }

  get isOpen(): boolean {
    return this.#handle !== null;
  }

  get position(): Position {
    return { inode: this.inode, pos: this.#pos, file: this.path, headLength: this.#headLength, head: this.#head };
  }

  /** Opens it unless it is open. False when it is gone, or its name stands for another file by now. */
  async open(): Promise<boolean> {
    if (this.#handle !== null) return true;
    let handle: FileHandle;
    try {
      handle = await open(this.path, "r");
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
      throw error;
    }
    if (String((await handle.stat({ bigint: true })).ino) !== this.inode) {
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

  /**
   * Whether there is something to read. Goes back to the start when the file has become shorter, or when its start is
   * not what it was: it was truncated and written again, or its inode given to a new file.
   */
  async hasMore(onRestart: () => void): Promise<boolean> {
    const { size } = await this.#handle!.stat();
    const isOther = size < this.#pos || (size !== this.#pos && !(await this.#hasKnownHead()));
    if (isOther) {
      this.#pos = 0;
      this.#headLength = 0;
      onRestart();
    }
    return size > this.#pos;
  }

  /**
   * Up to `most` whole lines from the position on, read into `buffer`; a piece of `longest` bytes of a line that is
   * longer; null when there is no whole line. `buffer` must hold `longest` bytes.
   */
  async read(buffer: Buffer, most: number, longest: number): Promise<Region | null> {
    const { bytesRead } = await this.#handle!.read(buffer, 0, buffer.length, this.#pos);
    const bytes = buffer.subarray(0, bytesRead);
    const ends: number[] = [];
    for (let from = 0; ends.length < most; ) {
      const newline = bytes.indexOf(10, from);
      if (newline === -1) break;
      from = newline + 1;
      ends.push(from);
    }
    const end = ends.at(-1);
    if (end !== undefined) return { bytes: bytes.subarray(0, end), offset: this.#pos, ends, isPiece: false };
    if (bytesRead < longest) return null;
    const piece = beforeCharacter(bytes, longest);
    return { bytes: bytes.subarray(0, piece), offset: this.#pos, ends: [piece], isPiece: true };
  }

  /** Notes that everything up to the end of `region` is safe. */
  async moveBehind(region: Region): Promise<void> {
    this.#pos = region.offset + region.bytes.length;
    if (this.#headLength === HEAD) return;
    const length = Math.min(this.#pos, HEAD);
    const head = await this.#digest(length);
    if (head === null) return;
    this.#headLength = length;
    this.#head = head;
  }

  async #hasKnownHead(): Promise<boolean> {
    return this.#headLength === 0 || (await this.#digest(this.#headLength)) === this.#head;
  }

  /** Null when the file is shorter than that. */
  async #digest(length: number): Promise<string | null> {
    const { bytesRead, buffer } = await this.#handle!.read(Buffer.alloc(length), 0, length, 0);
    return bytesRead < length ? null : createHash("sha256").update(buffer).digest("hex").slice(0, 32);
  }
}

/** The greatest offset up to `end` that does not cut a UTF-8 character. */
function beforeCharacter(bytes: Buffer, end: number): number {
  for (let at = end; at > end - 4 && at > 0; at--) {
    if (((bytes[at] ?? 0) & 0xc0) !== 0x80) return at;
  }
  return end;
}
