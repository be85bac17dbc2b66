import { tableAtEnd } from "./blocks.ts";
import { FRAME_HEADER, type FrameHeader } from "./frame.ts";

/**
 * What writers have appended last, by writer: a name for it, which none of their other appends has. It stands behind the
 * records of the frame that was appended so, so that one is there exactly where the other is; the first frame of each
 * segment has the marks of all writers.
 */
export type Marks = ReadonlyMap<string, string>;

/** The marks of a log in which nobody has left any. */
export const NO_MARKS: Marks = new Map();

const NO_BYTES = /* @__PURE__ */ Buffer.alloc(0);

/** The mark of one append. */
export interface Mark {
  readonly writer: string;
  readonly name: string;
}

/** Marks as they stand in a frame. */
export function bytesOfMarks(marks: Marks): Buffer {
  return marks.size === 0 ? NO_BYTES : Buffer.from(JSON.stringify(Object.fromEntries(marks)));
}

/** What a frame holds: its records, and the bytes of its marks. */
export interface FrameBody {
  readonly records: Buffer;
  readonly marks: Buffer;
}

/** The body of the frame at `at`, which `readFrame` has read. */
export function bodyOf(bytes: Buffer, at: number, { count, length }: FrameHeader): FrameBody {
  const body = bytes.subarray(at + FRAME_HEADER, at + length);
  // That of a frame without records stands for some.
  if (count === 0) return { records: body, marks: NO_BYTES };
  let end = 0;
  for (let record = 0; record < count; record++) end += 4 + body.readUInt32LE(end);
  const behind = body.subarray(end);
  return { records: body.subarray(0, end), marks: behind.subarray(0, behind.length - tableAtEnd(behind)) };
}

/** The marks in the frame at `at`, which `readFrame` has read; empty where it has none. */
export function marksOf(bytes: Buffer, at: number, frame: FrameHeader): Marks {
  const { marks } = bodyOf(bytes, at, frame);
  if (marks.length === 0) return NO_MARKS;
  return new Map(Object.entries(JSON.parse(marks.toString()) as Record<string, string>));
}
