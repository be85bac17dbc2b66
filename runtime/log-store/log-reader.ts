import { errnoOf } from "../system/errno.ts";
import { type FileHandle, open } from "../system/files.ts";
import { claimedLength, FRAME_HEADER, type FrameHeader, frameEnd, readFrame } from "./frame.ts";
import { DamagedLogError, type Segment } from "./segment.ts";
import type { SegmentLog } from "./segment-log.ts";

/** A record as it was appended. */
export interface StoredRecord {
  readonly offset: number;
  /** A view of what was read; keep no more of it than a copy, since it holds all the records around it in memory. */
  readonly bytes: Buffer;
}

/** Bytes of one read: 256 KiB. */
const CHUNK = 262_144;

/** Reads a log in order, from any offset; several may read one log. */
export class LogReader {
  readonly #log: SegmentLog;
  /** Offset of the next record. */
  #next: number;
  /** Where reading stands in a file; null after a seek. */
  #segment: Segment | null = null;
  #handle: FileHandle | null = null;
  #position = 0;
  #chunk = Buffer.alloc(0);
  #chunkStart = 0;

  constructor(log: SegmentLog, from: number) {
    this.#log = log;
    this.#next = from;
  }

  /** Offset of the record that the next read begins with, if it is there. */
  get next(): number {
    return this.#next;
  }

  async seek(offset: number): Promise<void> {
    if (offset === this.#next) return;
    this.#next = offset;
    await this.#leave();
  }

  /**
   * Up to `max` records; none at the end. Skips what is no longer kept. Rejects with DamagedLogError where the next
   * record is damaged; the whole ones before it come first. A read that rejects has not moved.
   */
  async read(max: number): Promise<StoredRecord[]> {
    const records: StoredRecord[] = [];
    if (this.#next < this.#log.start) await this.seek(this.#log.start);
    try {
      while (records.length === 0 && this.#next < this.#log.end) {
        const segment = await this.#enter();
        await this.#fill(segment);
        this.#takeFrom(segment, records, max);
      }
    } catch (error) {
      // The file may be whole again, or another one, when it is read next.
      await this.#leave().catch(() => {});
      if (errnoOf(error) === "ENOENT" && (await this.#log.forgetGone())) return this.read(max);
      throw error;
    }
    return records;
  }

  async close(): Promise<void> {
    await this.#leave();
  }

  /** The segment that has the next record, at its position. */
  async #enter(): Promise<Segment> {
    if (this.#segment !== null && this.#position < this.#segment.size) return this.#segment;
    const segment = this.#log.segmentOf(this.#next);
    // There is a record, and no file that has it.
    if (segment === null) throw new DamagedLogError(`record ${this.#next}`, 0);
    if (segment === this.#segment) throw new DamagedLogError(segment.path, this.#position);
    await this.#leave();
    this.#handle = await open(segment.path, "r");
    this.#segment = segment;
    return segment;
  }

  async #leave(): Promise<void> {
    const handle = this.#handle;
    this.#segment = null;
    this.#handle = null;
    this.#position = 0;
    this.#chunk = this.#chunk.subarray(0, 0);
    this.#chunkStart = 0;
    await handle?.close();
  }

  /** Makes the chunk hold at least the whole frame at the position. */
  async #fill(segment: Segment): Promise<void> {
    let needed = FRAME_HEADER;
    for (;;) {
      const at = this.#position - this.#chunkStart;
      if (this.#chunk.length - at >= needed) {
        if (needed > FRAME_HEADER) return;
        needed = claimedLength(this.#chunk, at);
        if (this.#chunk.length - at >= needed) return;
      }
      if (this.#position + needed > segment.size) throw new DamagedLogError(segment.path, this.#position);
      await this.#load(segment, needed);
    }
  }

  async #load(segment: Segment, needed: number): Promise<void> {
    const last = this.#log.lastWritten(segment, this.#position);
    if (last !== null) {
      this.#chunk = last;
      this.#chunkStart = this.#position;
      return;
    }
    const length = Math.min(Math.max(CHUNK, needed), segment.size - this.#position);
    const chunk = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await this.#handle!.read(chunk, filled, length - filled, this.#position + filled);
      if (bytesRead === 0) throw new DamagedLogError(segment.path, this.#position + filled);
      filled += bytesRead;
    }
    this.#chunk = chunk;
    this.#chunkStart = this.#position;
  }

  /** Takes what the chunk holds in whole frames, and leaves the position at the frame of the next record. */
  #takeFrom(segment: Segment, records: StoredRecord[], max: number): void {
    const chunk = this.#chunk;
    while (records.length < max) {
      const at = this.#position - this.#chunkStart;
      if (at + FRAME_HEADER > chunk.length || at + claimedLength(chunk, at) > chunk.length) return;
      const frame = readFrame(chunk, at);
      // Frames follow each other: one that begins behind the record that is due leaves a gap.
      if (frame === null || frame.base > this.#next) {
        if (records.length > 0) return;
        throw new DamagedLogError(segment.path, this.#position);
      }
      if (this.#takeFrame(frame, at, records, max)) this.#position += frame.length;
    }
  }

  /** Says whether the frame has been read to its end. */
  #takeFrame(frame: FrameHeader, start: number, records: StoredRecord[], max: number): boolean {
    const end = frameEnd(this.#chunk, start, frame);
    if (end <= this.#next) return true;
    if (frame.count === 0) {
      this.#next = end;
      return true;
    }
    let at = start + FRAME_HEADER;
    for (let offset = frame.base; offset < end; offset++) {
      const length = this.#chunk.readUInt32LE(at);
      at += 4;
      if (offset >= this.#next) {
        if (records.length === max) return false;
        records.push({ offset, bytes: this.#chunk.subarray(at, at + length) });
        this.#next = offset + 1;
      }
      at += length;
    }
    return true;
  }
}
