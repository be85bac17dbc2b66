import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import { errnoOf } from "../../runtime/system/errno.ts";
import { type FileHandle, open, unlink } from "../../runtime/system/files.ts";
import { syncDirectory } from "../../runtime/system/replace-file.ts";
import { firstGap } from "../support/first-gap.ts";
import type { Append } from "./appends.ts";

/** What became of an append that an earlier start has noted. */
export interface TakenBack {
  /** How many bytes went. */
  readonly bytes: number;
  /** Whether it is in its file as it was written. */
  readonly isWhole: boolean;
}

const NOT_THERE: TakenBack = { bytes: 0, isWhole: false };

/**
 * Takes back what a process that died has left of a batch: one that is not in its file to the end, or not as it was
 * written, and half a line behind whole batches, which a power failure may leave.
 */
export async function takeBackHalves(append: Append): Promise<TakenBack> {
  const { path, inode, start, end, batch } = append;
  const file = await openOrNull(path);
  if (file === null) return NOT_THERE;
  try {
    const found = await file.stat();
    // One that was not noted as ours yet is ours only as long as nobody has written to it.
    if (inode === null ? found.size > 0 : found.ino !== inode) return NOT_THERE;
    const isWhole = found.size >= end && (await isAsWritten(file, append));
    // Behind it may be whole batches whose notes a power failure took; not where notes are as safe as batches.
    const wholeEnd = async () =>
      batch === null ? endOfLines(file, end, await firstGap((...at) => readAt(file, ...at), end, found.size)) : end;
    const kept = isWhole ? await wholeEnd() : Math.min(start, found.size);
    if (kept === 0) {
      await unlink(path);
      await syncDirectory(dirname(path));
    } else {
      if (kept < found.size) await file.truncate(kept);
      // Also where nothing goes: the process may have died before the disk had its last batch.
      await file.datasync();
    }
    return { bytes: found.size - kept, isWhole };
  } finally {
    await file.close();
  }
}

/** Whether the disk has all sectors of the batch: those that it lacks after a power failure are zeros. */
async function isAsWritten(file: FileHandle, { start, end, checksum }: Append): Promise<boolean> {
  if (checksum === null) return true;
  const window = Buffer.alloc(64 * 1024);
  let found = 0;
  for (let from = start; from < end; ) {
    const { bytesRead } = await file.read(window, 0, Math.min(window.length, end - from), from);
    if (bytesRead === 0) return false;
    found = crc32(window.subarray(0, bytesRead), found);
    from += bytesRead;
  }
  return found === checksum;
}

/** How far the file consists of whole lines, which is at least `start`. */
async function endOfLines(file: FileHandle, start: number, size: number): Promise<number> {
  const window = Buffer.alloc(64 * 1024);
  for (let end = size; end > start; ) {
    const from = Math.max(start, end - window.length);
    const { bytesRead } = await file.read(window, 0, end - from, from);
    const newline = window.subarray(0, bytesRead).lastIndexOf(10);
    if (newline !== -1) return from + newline + 1;
    end = from;
  }
  return start;
}

async function readAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, offset);
  return buffer.subarray(0, bytesRead);
}

async function openOrNull(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, "r+");
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return null;
    throw error;
  }
}
