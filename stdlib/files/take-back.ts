import { type FileHandle, open, unlink } from "node:fs/promises";
import type { Append } from "./appends.ts";

/**
 * Takes back what a process that died has left of a batch: the part of one that is not in its file to the end, and
 * half a line behind whole batches, which a power failure may leave. Resolves to how many bytes went.
 */
export async function takeBackHalves({ path, inode, start, end }: Append): Promise<number> {
  const file = await openOrNull(path);
  if (file === null) return 0;
  try {
    const found = await file.stat();
    // One that was not noted as ours yet is ours only as long as nobody has written to it.
    if (inode === null ? found.size > 0 : found.ino !== inode) return 0;
    const kept = found.size < end ? Math.min(start, found.size) : await endOfLines(file, end, found.size);
    if (kept === 0) await unlink(path);
    else if (kept < found.size) {
      await file.truncate(kept);
      await file.datasync();
    }
    return found.size - kept;
  } finally {
    await file.close();
  }
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

async function openOrNull(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, "r+");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
