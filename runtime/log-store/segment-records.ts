import { readFile } from "../system/files.ts";
import { claimedLength, FRAME_HEADER, readFrame } from "./frame.ts";
import { DamagedLogError, type Segment } from "./segment.ts";

/** All records of one segment, as views that cost nothing until they are looked at. */
export interface SegmentRecords {
  readonly bytes: Buffer;
  readonly count: number;
  /** Offset of the record `index`. */
  offset(index: number): number;
  /** Where the bytes of the record `index` begin and end. */
  start(index: number): number;
  end(index: number): number;
}

/**
 * Reads a segment as a whole, for those who want its records at the speed of the disk, in any order. Rejects with
 * DamagedLogError where a frame below `segment.size` is not what was written.
 */
export async function readSegment(segment: Segment): Promise<SegmentRecords> {
  const bytes = (await readFile(segment.path)).subarray(0, segment.size);
  if (bytes.length < segment.size) throw new DamagedLogError(segment.path, bytes.length);
  const starts: number[] = [];
  let next = segment.base;
  for (let at = 0; at < bytes.length; ) {
    const isThere = at + FRAME_HEADER <= bytes.length && at + claimedLength(bytes, at) <= bytes.length;
    const frame = isThere ? readFrame(bytes, at) : null;
    if (frame === null || frame.base !== next) throw new DamagedLogError(segment.path, at);
    let position = at + FRAME_HEADER;
    for (let record = 0; record < frame.count; record++) {
      starts.push(position + 4);
      position += 4 + bytes.readUInt32LE(position);
    }
    next += frame.count;
    at += frame.length;
  }
  return {
    bytes,
    count: starts.length,
    offset: (index) => segment.base + index,
    start: (index) => starts[index]!,
    end: (index) => starts[index]! + bytes.readUInt32LE(starts[index]! - 4),
  };
}
