import { type FileHandle, open, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { claimedLength, FRAME_HEADER, type FrameHeader, readFrame, wasDurable } from "./frame.ts";

/** One file of a log. */
export interface Segment {
  /** Offset of its first record, and the name of its file. */
  readonly base: number;
  readonly path: string;
  /** Bytes that may be read: whole frames, safe ones where the log is written by this process. */
  size: number;
}

/** Bytes of a log that were written and acknowledged are no longer what they were. */
export class DamagedLogError extends Error {
  constructor(path: string, position: number) {
    super(
      `${path} is damaged at byte ${position}: what follows there was written and is not readable any more; ` +
        "restore the file, or move its directory away to begin with an empty log; " +
        `of a file channel, \`sluice salvage ${dirname(path)} -o NEW\` saves the events that are whole`,
    );
    this.name = "DamagedLogError";
  }
}

export function segmentPath(directory: string, base: number): string {
  return join(directory, `${String(base).padStart(16, "0")}.log`);
}

/** The segments of a directory, oldest first, with size 0; none when there is no such directory. */
export async function listSegments(directory: string): Promise<Segment[]> {
  let names: string[];
  try {
    names = await readdir(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  const bases = names.filter((name) => /^\d{16}\.log$/.test(name)).map((name) => Number(name.slice(0, 16)));
  return bases.sort((a, b) => a - b).map((base) => ({ base, path: segmentPath(directory, base), size: 0 }));
}

/** What a scan found: how far frames are whole, and the offset behind the last of them. */
export interface Scanned {
  readonly size: number;
  readonly end: number;
}

/**
 * Reads the frames of `segment` from its size on, where the record `next` is expected. Frames must follow each other
 * without a gap. Throws DamagedLogError where bytes that had been safe cannot be read.
 */
export async function scan(segment: Segment, next: number): Promise<Scanned> {
  const handle = await open(segment.path, "r");
  try {
    const bytes = await readFrom(handle, segment.size);
    let at = 0;
    let end = next;
    for (;;) {
      const frame = wholeFrame(bytes, at, end);
      if (frame === null) break;
      at += frame.length;
      end += frame.count;
    }
    const size = segment.size + at;
    if (at < bytes.length && wasDurable(bytes, at, size)) throw new DamagedLogError(segment.path, size);
    return { size, end };
  } finally {
    await handle.close();
  }
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
