import { type FileHandle, open, rm, stat } from "node:fs/promises";
import { makeDirectory } from "../make-directory.ts";
import { syncDirectory } from "../replace-file.ts";
import { FRAME_HEADER, frameHeader, frameTime } from "./frame.ts";
import { listSegments, type Segment, scan, segmentPath } from "./segment.ts";

export interface SegmentLogOptions {
  /** A file that has reached this many bytes is followed by a new one; 64 MiB. */
  readonly segmentBytes?: number;
  /** Whether an append waits until the disk has it, and not only the operating system; true. */
  readonly fsync?: boolean;
}

/** Most bytes of one write (8 MiB), unless a single append has more. */
const MOST_GROUP_BYTES = 8_388_608;

interface Append {
  readonly body: Uint8Array;
  readonly count: number;
  readonly time: number;
  done(base: number): void;
  failed(error: unknown): void;
}

/**
 * An append-only log of records in segment files, under the file channel and the embedded topics. Opened for reading
 * at first; `claim` makes this process the one that writes, which the caller's lock must have made sure of. Appends
 * that come while one is being written share the next write and sync (group commit).
 */
export class SegmentLog {
  readonly #directory: string;
  readonly #segmentBytes: number;
  readonly #fsync: boolean;
  #segments: Segment[] = [];
  #end = 0;
  #writer: FileHandle | null = null;
  #refreshing: Promise<void> | null = null;
  #waiting: Append[] = [];
  #writing: Promise<void> | null = null;
  /** Set when the file can no longer be trusted to hold what was written; nothing is appended from then on. */
  #broken: Error | null = null;

  constructor(directory: string, options: SegmentLogOptions = {}) {
    this.#directory = directory;
    this.#segmentBytes = options.segmentBytes ?? 64 * 2 ** 20;
    this.#fsync = options.fsync ?? true;
  }

  /** Offset of the first record that is kept. */
  get start(): number {
    return this.#segments[0]?.base ?? 0;
  }

  /** Offset behind the last record that may be read. */
  get end(): number {
    return this.#end;
  }

  /** Bytes of all files. */
  get bytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.size, 0);
  }

  /** The segment that holds the record at `offset`; null when the log ends before it. */
  segmentOf(offset: number): Segment | null {
    if (offset >= this.#end) return null;
    return this.#segments.findLast((segment) => segment.base <= offset) ?? null;
  }

  /** The segments, oldest first. */
  get segments(): readonly Segment[] {
    return this.#segments;
  }

  /** Finds what there is. Rejects with DamagedLogError. */
  async open(): Promise<void> {
    const segments = await listSegments(this.#directory);
    for (const segment of segments.slice(0, -1)) segment.size = (await stat(segment.path)).size;
    const last = segments.at(-1);
    const end = last === undefined ? 0 : await grow(last, last.base);
    // Together, and only now: somebody may be reading.
    this.#segments = segments;
    this.#end = end;
  }

  /** Reading only: looks for what another process has written since; says whether there is more. */
  async refresh(): Promise<boolean> {
    const before = this.#end;
    this.#refreshing ??= this.#look().finally(() => {
      this.#refreshing = null;
    });
    await this.#refreshing;
    return this.#end > before;
  }

  /** Begins to write. Cuts off what a crash has torn at the end; gives the number of bytes cut. */
  async claim(): Promise<number> {
    await makeDirectory(this.#directory);
    await this.open();
    const last = this.#segments.at(-1);
    if (last === undefined) {
      await this.#startSegment(0);
      return 0;
    }
    this.#writer = await open(last.path, "r+");
    const torn = (await this.#writer.stat()).size - last.size;
    if (torn > 0) {
      await this.#writer.truncate(last.size);
      await this.#writer.datasync();
    }
    return torn;
  }

  /** Goes on at a higher offset: those between are never given. */
  async startAt(offset: number): Promise<void> {
    await this.#startSegment(offset);
    this.#end = offset;
  }

  /**
   * Appends `count` records, laid out in `body` as frames want them (see record-writer.ts). Resolves with the offset of
   * the first when they are safe; all of them are, or none.
   */
  append(body: Uint8Array, count: number, time: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ body, count, time, done: resolve, failed: reject });
      this.#writing ??= this.#write();
    });
  }

  /** When the first record of a segment was appended, in ms; null when it has none. */
  async firstTime(segment: Segment): Promise<number | null> {
    if (segment.size === 0) return null;
    const handle = await open(segment.path, "r");
    try {
      const header = Buffer.alloc(FRAME_HEADER);
      await handle.read(header, 0, FRAME_HEADER, 0);
      return frameTime(header);
    } finally {
      await handle.close();
    }
  }

  /** Gives up whole segments of records below `offset`; the last segment stays. */
  async truncateBefore(offset: number): Promise<void> {
    while (this.#segments.length > 1 && this.#segments[1]!.base <= offset) {
      const [oldest] = this.#segments.splice(0, 1);
      await rm(oldest!.path, { force: true });
    }
  }

  async close(): Promise<void> {
    await this.#writing;
    const writer = this.#writer;
    if (writer === null) return;
    this.#writer = null;
    try {
      if (this.#broken === null) await this.#seal(writer);
    } finally {
      await writer.close();
    }
  }

  /** An empty frame says that all before it is safe: damage there can then not pass for a torn write. */
  async #seal(writer: FileHandle): Promise<void> {
    const last = this.#segments.at(-1)!;
    if (last.size === 0) return;
    const nothing = Buffer.alloc(0);
    await writer.write(
      frameHeader({ base: this.#end, count: 0, time: 0, durable: last.size }, nothing),
      0,
      null,
      last.size,
    );
    await writer.datasync();
  }

  async #look(): Promise<void> {
    const last = this.#segments.at(-1);
    if (last === undefined) return this.open();
    try {
      if ((await stat(last.path)).size > last.size) this.#end = await grow(last, this.#end);
      const next: Segment = { base: this.#end, path: segmentPath(this.#directory, this.#end), size: 0 };
      if (next.base > last.base && (await exists(next.path))) {
        this.#end = await grow(next, next.base);
        this.#segments.push(next);
      }
    } catch (error) {
      // The writer has given up old segments, this one among them.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      await this.open();
    }
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#nextGroup();
      try {
        const bases = await this.#writeGroup(group);
        for (const [index, append] of group.entries()) append.done(bases[index]!);
      } catch (error) {
        for (const append of group) append.failed(error);
      }
    }
    this.#writing = null;
  }

  /** The first that waits, and those behind it while they fit into one write. */
  #nextGroup(): Append[] {
    let count = 1;
    let bytes = this.#waiting[0]!.body.length;
    for (; count < this.#waiting.length; count++) {
      bytes += this.#waiting[count]!.body.length;
      if (bytes > MOST_GROUP_BYTES) break;
    }
    return this.#waiting.splice(0, count);
  }

  async #writeGroup(group: readonly Append[]): Promise<number[]> {
    if (this.#broken !== null) throw this.#broken;
    if (this.#writer === null) throw new Error(`the log in ${this.#directory} is not open for writing`);
    if (this.#segments.at(-1)!.size >= this.#segmentBytes) await this.#startSegment(this.#end);
    const segment = this.#segments.at(-1)!;
    const bases: number[] = [];
    const parts: Uint8Array[] = [];
    let base = this.#end;
    let size = segment.size;
    for (const { body, count, time } of group) {
      const header = frameHeader({ base, count, time, durable: segment.size }, body);
      parts.push(header, body);
      bases.push(base);
      base += count;
      size += header.length + body.length;
    }
    await this.#store(this.#writer, parts, segment.size);
    segment.size = size;
    this.#end = base;
    return bases;
  }

  async #store(writer: FileHandle, parts: Uint8Array[], position: number): Promise<void> {
    try {
      await writeFully(writer, parts, position);
    } catch (error) {
      // A full disk may have taken a part. It is cut off, so that a later append does not stand behind it.
      await writer.truncate(position).catch((cause: Error) => this.#break(cause));
      throw error;
    }
    if (!this.#fsync) return;
    // After a failed sync nobody knows what the disk has; only reading it again, at the next start, can tell.
    await writer.datasync().catch((cause: Error) => {
      throw this.#break(cause);
    });
  }

  #break(cause: Error): Error {
    this.#broken = new Error(`the log in ${this.#directory} takes no more writes: ${cause.message}`, { cause });
    return this.#broken;
  }

  async #startSegment(base: number): Promise<void> {
    const path = segmentPath(this.#directory, base);
    const writer = await open(path, "wx+", 0o600);
    await this.#writer?.close();
    this.#writer = writer;
    this.#segments.push({ base, path, size: 0 });
    await syncDirectory(this.#directory);
  }
}

/** Reads what was added to a segment, from the record `next` on; gives the offset behind it. */
async function grow(segment: Segment, next: number): Promise<number> {
  const { size, end } = await scan(segment, next);
  segment.size = size;
  return end;
}

/** `writev` may take less than it was given. */
async function writeFully(writer: FileHandle, parts: Uint8Array[], position: number): Promise<void> {
  const total = parts.reduce((sum, part) => sum + part.length, 0);
  const { bytesWritten } = await writer.writev(parts, position);
  if (bytesWritten === total) return;
  const rest = Buffer.concat(parts).subarray(bytesWritten);
  for (let written = 0; written < rest.length; ) {
    written += (await writer.write(rest, written, rest.length - written, position + bytesWritten + written))
      .bytesWritten;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
