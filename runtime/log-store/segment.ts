import { dirname, join } from "node:path";
import { DamagedDataError } from "../contract/damaged-data-error.ts";
import { errnoOf } from "../system/errno.ts";
import { type FileHandle, open, readdir, stat } from "../system/files.ts";
import { claimedLength, FRAME_HEADER, type FrameHeader, frameEnd, frameTime, readFrame, wasDurable } from "./frame.ts";
import { type Marks, marksOf, NO_MARKS } from "./marks.ts";

/** One file of a log. */
export interface Segment {
  /** Offset of its first record, and the name of its file. */
  readonly base: number;
  readonly path: string;
  /** Bytes that may be read: whole frames, safe ones where the log is written by this process. */
  size: number;
}

/** Bytes of a log that were written and acknowledged are no longer what they were. */
export class DamagedLogError extends DamagedDataError {
  constructor(path: string, position: number) {
    super(path, ` at byte ${position}: what follows there was written and is not readable any more`);
    this.name = "DamagedLogError";
  }
}

/** The file whose first record has the offset `base`; names sort as the offsets do. */
function segmentPath(directory: string, base: number): string {
  return join(directory, `${String(base).padStart(16, "0")}.log`);
}

/** The segments of some directories, oldest first, with size 0; none of one that does not exist. */
export async function listSegments(...directories: readonly string[]): Promise<Segment[]> {
  const segments: Segment[] = [];
  for (const directory of directories) {
    for (const base of await basesIn(directory)) segments.push({ base, path: segmentPath(directory, base), size: 0 });
  }
  return segments.sort((one, other) => one.base - other.base);
}

async function basesIn(directory: string): Promise<number[]> {
  try {
    const names = await readdir(directory);
    return names.filter((name) => /^\d{16}\.log$/.test(name)).map((name) => Number(name.slice(0, 16)));
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return [];
    throw error;
  }
}

/** The segment whose first record is `base`; null where no directory has it. */
export async function segmentAt(directories: readonly string[], base: number): Promise<Segment | null> {
  for (const directory of directories) {
    const path = segmentPath(directory, base);
    if (await exists(path)) return { base, path, size: 0 };
  }
  return null;
}

/** The path of the segment behind `last`: in one directory after the other, so that each has its share. */
export function nextSegmentPath(directories: readonly string[], last: Segment | undefined, base: number): string {
  const at = last === undefined ? -1 : directories.indexOf(dirname(last.path));
  return segmentPath(directories[(at + 1) % directories.length]!, base);
}

/** What a scan found: the offset behind the last whole frame, and the marks in those that were read. */
export interface Scanned {
  readonly end: number;
  readonly marks: Marks;
}

/**
 * Reads what was added to a segment, from the record `next` on. Frames must follow each other without a gap. Throws
 * DamagedLogError where bytes that had been safe cannot be read.
 */
export async function grow(segment: Segment, next: number): Promise<Scanned> {
  const handle = await open(segment.path, "r");
  try {
    const bytes = await readFrom(handle, segment.size);
    let at = 0;
    let end = next;
    const marks = new Map<string, string>();
    for (;;) {
      const frame = wholeFrame(bytes, at, end);
      if (frame === null) break;
      end = frameEnd(bytes, at, frame);
      for (const [writer, name] of marksOf(bytes, at, frame)) marks.set(writer, name);
      at += frame.length;
    }
    const size = segment.size + at;
    if (at < bytes.length && wasDurable(bytes, at, size)) throw new DamagedLogError(segment.path, size);
    segment.size = size;
    return { end, marks };
  } finally {
    await handle.close();
  }
}

/**
 * The marks of a log: those in the newest segment that has a frame, since its first frame has those of all writers;
 * `newest` are those in the last of `segments`.
 */
export async function lastMarks(segments: readonly Segment[], newest: Marks): Promise<Marks> {
  if ((segments.at(-1)?.size ?? 0) > 0) return newest;
  for (const { base, path } of segments.slice(0, -1).toReversed()) {
    const segment: Segment = { base, path, size: 0 };
    const { marks } = await grow(segment, base);
    if (segment.size > 0) return marks;
  }
  return NO_MARKS;
}

function wholeFrame(bytes: Buffer, at: number, next: number): FrameHeader | null {
  if (at + FRAME_HEADER > bytes.length || at + claimedLength(bytes, at) > bytes.length) return null;
  const frame = readFrame(bytes, at);
  return frame?.base === next ? frame : null;
}

async function readFrom(handle: FileHandle, position: number): Promise<Buffer> {
  const { size } = await handle.stat();
  const bytes = Buffer.allocUnsafe(Math.max(0, size - position));
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** How many of the oldest segments have no file any more. */
export async function countGone(segments: readonly Segment[]): Promise<number> {
  let gone = 0;
  while (gone < segments.length && !(await exists(segments[gone]!.path))) gone += 1;
  return gone;
}

/** When the first record of a segment was appended, in ms; null when it has none. */
export async function firstTime(segment: Segment): Promise<number | null> {
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
