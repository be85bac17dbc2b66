import { FRAME_HEADER, type FrameHeader } from "./frame.ts";

/**
 * What writers have appended last, by writer: a name for it, which none of their other appends has. It stands behind the
 * records of the frame that was appended so, so that one is there exactly where the other is; the first frame of each
 * segment has the marks of all writers.
 */
export type Marks = ReadonlyMap<string, string>;

/** The marks of a log in which nobody has left any. */
export const NO_MARKS: Marks = new Map();

/** The mark of one append. */
export interface Mark {
  readonly writer: string;
  readonly name: string;
}

/** The body of a frame: `records`, and marks behind them where there are some. */
export function withMarks(records: Uint8Array, marks: Marks): Uint8Array {
  if (marks.size === 0) return records;
  return Buffer.concat([records, Buffer.from(JSON.stringify(Object.fromEntries(marks)))]);
}

/** The marks in the frame at `at`, which `readFrame` has read; empty where it has none. */
export function marksOf(bytes: Buffer, at: number, { count, length }: FrameHeader): Marks {
  if (count === 0) return NO_MARKS;
  let end = at + FRAME_HEADER;
  for (let record = 0; record < count; record++) end += 4 + bytes.readUInt32LE(end);
  if (end === at + length) return NO_MARKS;
  return new Map(Object.entries(JSON.parse(bytes.toString("utf8", end, at + length)) as Record<string, string>));
}
