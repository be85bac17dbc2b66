import type { FileSystem } from "./file-system.ts";
import { wholeMembers } from "./gzip-member.ts";
import type { Fate } from "./journal.ts";

/** What a file is made of, which says where it may end. */
export type Grain = "lines" | "gzip" | "anything";

/**
 * Decides what becomes of a file that was being written to when an earlier start died. A last line (or gzip member)
 * that is not whole belongs to a batch that was never confirmed, and goes; whole ones stay, even if nobody was told
 * that they are safe: they may be the only copy. Null when there is no such file.
 */
export async function fateOfLeftBehind(files: FileSystem, path: string, grain: Grain): Promise<Fate | null> {
  const length = await files.lengthOf(path);
  if (length === null) return null;
  const end = await wholeEnd(files, path, length, grain);
  // Also where nothing has to go: whoever wrote for the process that died may still hold the file.
  return end === 0 ? { kind: "discard" } : { kind: "cut", length: end };
}

function wholeEnd(files: FileSystem, path: string, length: number, grain: Grain): Promise<number> | number {
  switch (grain) {
    case "lines":
      return wholeLines(files, path, length);
    case "gzip":
      return wholeMembers(files, path, length);
    case "anything":
      return length;
  }
}

/** How far a file of `length` bytes consists of whole lines. */
async function wholeLines(files: FileSystem, path: string, length: number): Promise<number> {
  const window = 64 * 1024;
  for (let end = length; end > 0; ) {
    const start = Math.max(0, end - window);
    const newline = (await files.read(path, start, end - start)).lastIndexOf(10);
    if (newline !== -1) return start + newline + 1;
    end = start;
  }
  return 0;
}
