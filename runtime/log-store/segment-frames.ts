import { type FileHandle, open } from "../system/files.ts";
import { claimedLength, FRAME_HEADER, frameEnd, readFrame } from "./frame.ts";
import { DamagedLogError, type Segment } from "./segment.ts";

/** A frame in a segment: where it begins, and the offset of its first record. */
export interface FramePlace {
  readonly position: number;
  readonly base: number;
}

/** A frame as it was read. */
export interface ReadFrame {
  /** All of it, behind its header the records: a view that holds until the next one is read. */
  readonly bytes: Buffer;
  readonly count: number;
  /** The frame that follows. */
  readonly next: FramePlace;
}

/**
 * Reads a segment frame by frame, for those who want few of its records at a time. There is one buffer for all frames:
 * memory for a whole segment, taken and given back again and again, sets the garbage collector going.
 */
export class SegmentFrames {
  #buffer = Buffer.allocUnsafeSlow(FRAME_HEADER);
  #handle: FileHandle | null = null;
  #segment: Segment | null = null;
  #held: { readonly place: FramePlace; readonly frame: ReadFrame } | null = null;

  /** The frame at `place`. Rejects with DamagedLogError where it is not what was written. */
  async read(segment: Segment, place: FramePlace): Promise<ReadFrame> {
    if (this.#segment !== segment) await this.leave();
    if (this.#held?.place.position === place.position) return this.#held.frame;
    this.#segment = segment;
    this.#handle ??= await open(segment.path, "r");
    this.#held = null;
    const { position, base } = place;
    await this.#fill(this.#handle, segment, position, FRAME_HEADER);
    const length = claimedLength(this.#buffer, 0);
    if (position + length > segment.size) throw new DamagedLogError(segment.path, position);
    await this.#fill(this.#handle, segment, position, length);
    const header = readFrame(this.#buffer, 0);
    if (header === null || header.base !== base) throw new DamagedLogError(segment.path, position);
    const bytes = this.#buffer.subarray(0, length);
    const next = { position: position + length, base: frameEnd(bytes, 0, header) };
    const frame = { bytes, count: header.count, next };
    this.#held = { place, frame };
    return frame;
  }

  /** Reads no more of the segment; null where its file is not open. */
  leave(): Promise<void> | null {
    const handle = this.#handle;
    this.#handle = null;
    this.#segment = null;
    this.#held = null;
    return handle === null ? null : handle.close();
  }

  async #fill(handle: FileHandle, segment: Segment, position: number, length: number): Promise<void> {
    if (length > this.#buffer.length) this.#buffer = Buffer.allocUnsafeSlow(length);
    for (let filled = 0; filled < length; ) {
      const { bytesRead } = await handle.read(this.#buffer, filled, length - filled, position + filled);
      if (bytesRead === 0) throw new DamagedLogError(segment.path, position + filled);
      filled += bytesRead;
    }
  }
}
