import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { makeDirectory } from "../../runtime/make-directory.ts";
import { replaceFile } from "../../runtime/replace-file.ts";

/** How far a file has been read. */
export interface Position {
  /** Decimal text: inodes may exceed 2^53. */
  readonly inode: string;
  /** Offset of the next line. */
  readonly pos: number;
  /** Path at which the file was last seen. */
  readonly file: string;
  /** How many bytes of the file's start `head` is a digest of; 0 when nothing is known of them. */
  readonly headLength: number;
  readonly head: string;
}

/**
 * The positions in a file such as Flume 1.11's taildir writes, `[{"inode":1,"pos":2,"file":"/a"}]`, or ours, which
 * says more. None for a file that does not exist. Throws an Error for one that is damaged.
 */
export async function readPositions(path: string): Promise<Position[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
  try {
    const list: unknown = JSON.parse(text.replace(/("inode"\s*:\s*)(\d+)/g, '$1"$2"'));
    if (!Array.isArray(list)) throw new Error("a list was expected");
    return list.map(positionOf);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`the position file ${path} is damaged (${reason}); without it all files are read from their start`);
  }
}

function positionOf(entry: Partial<Position> | null): Position {
  const { inode, pos, file, headLength = 0, head = "" } = entry ?? {};
  if (typeof inode !== "string" || !Number.isSafeInteger(pos) || typeof file !== "string") {
    throw new Error("inode, pos and file were expected");
  }
  return { inode, pos: pos!, file, headLength, head };
}

/** Replaces the whole file at once: a crash leaves the old positions or the new ones. */
export async function writePositions(path: string, positions: readonly Position[]): Promise<void> {
  const entries = positions.map(({ inode, pos, file, headLength, head }) => {
    const fields = JSON.stringify({ pos, file, headLength, head }).slice(1);
    return `{"inode":${inode},${fields}`;
  });
  await makeDirectory(dirname(path));
  await replaceFile(path, `[${entries.join(",\n")}]\n`);
}
