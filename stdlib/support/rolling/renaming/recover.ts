import type { WholeEnd } from "../formats/file-format.ts";
import type { FileSystem } from "./file-system.ts";
import type { Fate } from "./journal.ts";

/**
 * Decides what becomes of a file that was being written to when an earlier start died. A last part (a line, a member, a
 * block) that is not whole belongs to a batch that was never confirmed, and goes; whole ones stay, even if nobody was
 * told that they are safe: they may be the only copy. The first `confirmed` bytes are safe; behind them a power failure
 * may have left gaps. Null when there is no such file.
 */
export async function fateOfLeftBehind(
  files: FileSystem,
  path: string,
  wholeEnd: WholeEnd,
  confirmed: number,
): Promise<Fate | null> {
  const length = await files.lengthOf(path);
  if (length === null) return null;
  const read = (offset: number, most: number) => files.read(path, offset, most);
  const end = await wholeEnd(read, length, files.leavesGaps ? confirmed : length);
  // Also where nothing has to go: whoever wrote for the process that died may still hold the file.
  return end === 0 ? { kind: "discard" } : { kind: "cut", length: end };
}
