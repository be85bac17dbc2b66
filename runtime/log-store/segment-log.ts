import { dirname } from "node:path";
import { errnoOf } from "../system/errno.ts";
import { type FileHandle, open, rm, stat } from "../system/files.ts";
import { makeDirectory } from "../system/make-directory.ts";
import { syncDirectory } from "../system/replace-file.ts";
import { type Append, type AppendPlace, nextGroup } from "./appends.ts";
import { FRAME_HEADER, layFrame } from "./frame.ts";
import { bytesOfMarks, type Mark, type Marks, NO_MARKS } from "./marks.ts";
import { countGone, grow, lastMarks, listSegments, nextSegmentPath, type Segment, segmentAt } from "./segment.ts";
import { writeFully } from "./write-fully.ts";

/** How a log is kept; values in comments are defaults. */
export interface SegmentLogOptions {
  /** A file that has reached this many bytes is followed by a new one; 64 MiB. */
  readonly segmentBytes?: number;
  /** Whether an append waits until the disk has it, and not only the operating system; true. */
  readonly fsync?: boolean;
  /** Further directories, which get files in turn with the first; none. They must be there. */
  readonly others?: readonly string[];
  /** Whether the last append stays in memory, for the one reader that is right behind; false. */
  readonly keepsLast?: boolean;
}

/** A writer that gives up files faster than somebody looks through them is not waited for. */
const MOST_LOOKS = 10;

/** Most bytes of an append that stays in memory: 256 KiB. */
const MOST_KEPT_BYTES = 262_144;

/**
 * An append-only log of records in segment files, under the file channel and the embedded topics. Opened for reading
 * at first; `claim` makes this process the one that writes, which the caller's lock must have made sure of. Appends
 * that come while one is being written share the next write and sync (group commit).
 */
export class SegmentLog {
  readonly #directory: string;
  /** All of them. */
  readonly #directories: readonly string[];
  readonly #segmentBytes: number;
  readonly #fsync: boolean;
  #segments: Segment[] = [];
  #end = 0;
  #writer: FileHandle | null = null;
  #refreshing: Promise<void> | null = null;
  #waiting: Append[] = [];
  #writing: Promise<void> | null = null;
  /** Somebody has taken away the file that is written to. */
  #isRemoved = false;
  /** Where the file has to be cut before anything is appended: what follows belongs to appends that failed. */
  #cutAt: number | null = null;
  readonly #keepsLast: boolean;
  /** By writer; those of appends that are safe. */
  #marks: Marks = NO_MARKS;
  /** The frames that were written last, and the place of the first. */
  #last: { readonly segment: Segment; readonly position: number; readonly parts: readonly Uint8Array[] } | null = null;

  constructor(directory: string, options: SegmentLogOptions = {}) {
    this.#directory = directory;
    this.#directories = [directory, ...(options.others ?? [])];
    this.#segmentBytes = options.segmentBytes ?? 64 * 2 ** 20;
    this.#fsync = options.fsync ?? true;
    this.#keepsLast = options.keepsLast ?? false;
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

  /** The frames that were written last, where they begin at `position` of `segment` and are still in memory. */
  lastWritten(segment: Segment, position: number): Buffer<ArrayBuffer> | null {
    const last = this.#last;
    return last?.segment === segment && last.position === position ? Buffer.concat(last.parts) : null;
  }

  /** Finds what there is. Rejects with DamagedLogError. */
  async open(): Promise<void> {
    await this.#find();
  }

  /** Finds what there is, and gives the marks in the newest segment. */
  async #find(): Promise<Marks> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#list();
      } catch (error) {
        // The writer has given up a file between the look at the directory and the look at the file.
        if (errnoOf(error) !== "ENOENT" || tries === MOST_LOOKS) throw error;
      }
    }
  }

  async #list(): Promise<Marks> {
    const segments = await listSegments(...this.#directories);
    for (const segment of segments.slice(0, -1)) segment.size = (await stat(segment.path)).size;
    const last = segments.at(-1);
    const { end, marks } = last === undefined ? { end: 0, marks: NO_MARKS } : await grow(last, last.base);
    // Together, and only now: somebody may be reading.
    this.#segments = segments;
    this.#end = end;
    return marks;
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

  /** What `writer` has marked its last append with; null where it has none. Known to the one that writes. */
  markOf(writer: string): string | null {
    return this.#marks.get(writer) ?? null;
  }

  /** Forgets the oldest segments whose files the writer has removed. Says whether it has any; in the writer's own log none. */
  async forgetGone(): Promise<boolean> {
    if (this.#writer !== null) return false;
    const segments = this.#segments;
    const gone = await countGone(segments);
    // With all of them gone, what there is now is looked for from scratch.
    if (gone > 0 && gone === segments.length) await this.open();
    else if (gone > 0 && this.#segments === segments) segments.splice(0, gone);
    return gone > 0;
  }

  /** Begins to write. Cuts off what a crash has torn at the end; gives the number of bytes cut. */
  async claim(): Promise<number> {
    await makeDirectory(this.#directory);
    const newest = await this.#find();
    this.#marks = await lastMarks(this.#segments, newest);
    const last = this.#segments.at(-1);
    if (last === undefined) {
      await this.#startSegment(0);
      return 0;
    }
    // Whoever made the file may have died before its name was safe.
    await syncDirectory(dirname(last.path));
    this.#writer = await open(last.path, "r+");
    const torn = (await this.#writer.stat()).size - last.size;
    if (torn > 0) await this.#writer.truncate(last.size);
    // Also where nothing is torn: whoever finds what a killed process has written relies on it.
    if (torn > 0 || (this.#fsync && last.size > 0)) await this.#writer.datasync();
    return torn;
  }

  /** Goes on at a higher offset: those between are never given. */
  async startAt(offset: number): Promise<void> {
    await this.#startSegment(offset);
    this.#end = offset;
  }

  /**
   * Appends `count` records, laid out in `body` as frames want them (see record-writer.ts). Resolves with the offset of
   * the first when they are safe; all of them are, or none, and so is `mark`.
   */
  append(body: Buffer, count: number, time: number, mark: Mark | null = null): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#enqueue({ body, count, time, mark, done: ({ base }) => resolve(base), failed: reject });
    });
  }

  /** The same, for those who want to find the records in the file. */
  appendAt(body: Buffer, count: number, time: number): Promise<AppendPlace> {
    return new Promise((resolve, reject) => {
      this.#enqueue({ body, count, time, mark: null, done: resolve, failed: reject });
    });
  }

  /** Gives up whole segments of records below `offset`; the last segment stays. Gives the bytes that are free now. */
  async truncateBefore(offset: number): Promise<number> {
    let freed = 0;
    while (this.#segments.length > 1 && this.#segments[1]!.base <= offset) {
      const [oldest] = this.#segments.splice(0, 1);
      await rm(oldest!.path, { force: true });
      freed += oldest!.size;
    }
    return freed;
  }

  async close(): Promise<void> {
    await this.#writing;
    const writer = this.#writer;
    if (writer === null) return;
    this.#writer = null;
    try {
      if (this.#cutAt !== null) await this.#cut(writer, this.#cutAt);
      await this.#seal(writer);
    } finally {
      await writer.close();
    }
  }

  /** An empty frame says that all before it is safe: damage there can then not pass for a torn write. */
  async #seal(writer: FileHandle): Promise<void> {
    const last = this.#segments.at(-1)!;
    if (last.size === 0) return;
    const nothing = { records: Buffer.alloc(0), marks: null };
    const frame = layFrame({ base: this.#end, count: 0, time: 0, durable: last.size }, nothing);
    if (!this.#fsync) await writer.datasync();
    await writeFully(writer, frame, last.size);
    await writer.datasync();
  }

  async #look(): Promise<void> {
    const last = this.#segments.at(-1);
    if (last === undefined) return this.open();
    try {
      if ((await stat(last.path)).size > last.size) this.#end = (await grow(last, this.#end)).end;
      const next = await segmentAt(this.#directories, this.#end);
      if (next !== null && next.base > last.base) {
        this.#end = (await grow(next, next.base)).end;
        this.#segments.push(next);
      }
    } catch (error) {
      // The writer has given up old segments, this one among them.
      if (errnoOf(error) !== "ENOENT") throw error;
      await this.open();
    }
  }

  #enqueue(append: Append): void {
    this.#waiting.push(append);
    this.#writing ??= this.#write();
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = nextGroup(this.#waiting);
      try {
        const places = await this.#writeGroup(group);
        for (const [index, append] of group.entries()) append.done(places[index]!);
      } catch (error) {
        for (const append of group) append.failed(error);
      }
    }
    this.#writing = null;
  }

  async #writeGroup(group: readonly Append[]): Promise<AppendPlace[]> {
    if (this.#writer === null) throw new Error(`the log in ${this.#directory} is not open for writing`);
    if (this.#isRemoved) await this.#beginAgain();
    if (this.#cutAt !== null) await this.#cut(this.#writer, this.#cutAt);
    if (this.#segments.at(-1)!.size >= this.#segmentBytes) await this.#startSegment(this.#end);
    const segment = this.#segments.at(-1)!;
    const places: AppendPlace[] = [];
    const parts: Buffer[] = [];
    let base = this.#end;
    let size = segment.size;
    let marks = this.#marks;
    for (const { body: records, count, time, mark } of group) {
      const own: Marks = mark === null ? NO_MARKS : new Map([[mark.writer, mark.name]]);
      if (mark !== null) marks = new Map([...marks, ...own]);
      // Without a sync nothing is known to be safe: what a power failure leaves of it must not pass for damage.
      const durable = this.#fsync ? segment.size : 0;
      const body = { records, marks: bytesOfMarks(size === 0 ? marks : own) };
      const pieces = layFrame({ base, count, time, durable }, body);
      places.push({ base, segment, position: size + FRAME_HEADER });
      base += count;
      for (const piece of pieces) {
        parts.push(piece);
        size += piece.length;
      }
    }
    await this.#store(this.#writer, parts, segment.size);
    const isKept = this.#keepsLast && size - segment.size <= MOST_KEPT_BYTES;
    this.#last = isKept ? { segment, position: segment.size, parts } : null;
    segment.size = size;
    this.#end = base;
    this.#marks = marks;
    return places;
  }

  async #store(writer: FileHandle, parts: Uint8Array[], position: number): Promise<void> {
    this.#cutAt = position;
    await writeFully(writer, parts, position);
    if (this.#fsync) {
      await writer.datasync();
      await this.#refuseRemoved(writer);
    }
    this.#cutAt = null;
  }

  /** What is appended to a file whose name somebody has removed is gone with this process, whatever the disk has of it. */
  async #refuseRemoved(writer: FileHandle): Promise<void> {
    if ((await writer.stat()).nlink !== 0) return;
    this.#isRemoved = true;
    const { path } = this.#segments.at(-1)!;
    throw new Error(`${path} was removed while it was written to: its records are lost; another file is begun`);
  }

  async #beginAgain(): Promise<void> {
    await makeDirectory(this.#directory);
    await this.#startSegment(this.#end);
    this.#isRemoved = false;
    this.#cutAt = null;
  }

  /**
   * Takes away what an append that failed may have left. After a sync that failed nobody knows what the disk has of the
   * bytes behind the last one that did not; so they go, and a sync has to say that they are gone.
   */
  async #cut(writer: FileHandle, position: number): Promise<void> {
    await writer.truncate(position);
    if (this.#fsync) await writer.datasync();
    this.#cutAt = null;
  }

  async #startSegment(base: number): Promise<void> {
    // A power failure may take the end of a log that is not synced, and nothing out of its middle.
    if (!this.#fsync) await this.#writer?.datasync();
    const path = nextSegmentPath(this.#directories, this.#segments.at(-1), base);
    // One that could not be begun before is empty.
    const writer = await open(path, "w+", 0o600);
    try {
      await syncDirectory(dirname(path));
    } catch (error) {
      await writer.close();
      throw error;
    }
    await this.#writer?.close();
    this.#writer = writer;
    this.#segments.push({ base, path, size: 0 });
  }
}
