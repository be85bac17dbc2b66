import { bodyOf, type FrameHeader } from "./frame.ts";

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

/** Marks as they stand in a frame; null for none. */
export function bytesOfMarks(marks: Marks): Buffer | null {
  return marks.size === 0 ? null : Buffer.from(JSON.stringify(Object.fromEntries(marks)));
}

/** The marks in the frame at `at`, which `readFrame` has read; empty where it has none. */
export function marksOf(bytes: Buffer, at: number, frame: FrameHeader): Marks {
  const { marks } = bodyOf(bytes, at, frame);
  if (marks === null) return NO_MARKS;
  return new Map(Object.entries(JSON.parse(marks.toString()) as Record<string, string>));
}
