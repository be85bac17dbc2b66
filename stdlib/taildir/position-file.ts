import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { messageOf } from "../../runtime/contract/message-of.ts";
import { errnoOf } from "../../runtime/system/errno.ts";
import { readFile } from "../../runtime/system/files.ts";
import { makeDirectory } from "../../runtime/system/make-directory.ts";
import { replaceFile } from "../../runtime/system/replace-file.ts";
import type { Identity } from "../support/inode-identity.ts";
import { type Digest, NO_BYTES } from "./known-bytes.ts";

/** How far a file has been read. */
export interface Position extends Identity {
  /** Offset of the next line. */
  readonly pos: number;
  /** Path at which the file was last seen. */
  readonly file: string;
  /** Path under which it was last one of those to follow, which says what headers its lines get. */
  readonly named: string;
  /** What is before `pos` is the beginning of a line, which was delivered without waiting for its newline. */
  readonly isMidLine: boolean;
  /** Of the first bytes of the file. */
  readonly head: Digest;
  /** Of the last bytes before `pos`. */
  readonly tail: Digest;
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
    if (errnoOf(error) === "ENOENT") return [];
    throw error;
  }
  try {
    const list: unknown = JSON.parse(text.replace(/("inode"\s*:\s*)(\d+)/g, '$1"$2"'));
    if (!Array.isArray(list)) throw new Error("a list was expected");
    return list.map(positionOf);
  } catch (error) {
    const reason = messageOf(error);
    throw new Error(`the position file ${path} is damaged (${reason}); without it all files are read from their start`);
  }
}

/** An entry as it is in the file. */
interface Entry {
  readonly inode: string;
  readonly pos: number;
  readonly file: string;
  /** Where it is not `file`. */
  readonly named?: string;
  readonly device?: string;
  readonly birth?: string;
  readonly midLine?: boolean;
  readonly headLength?: number;
  readonly head?: string;
  readonly tailLength?: number;
  readonly tail?: string;
  readonly check?: string;
}

function positionOf(value: Partial<Entry> | null, index: number): Position {
  const entry = value ?? {};
  const { inode, pos, file } = entry;
  if (typeof inode !== "string" || !isCount(pos) || typeof file !== "string") {
    throw new Error(`inode, pos and file were expected in entry ${index + 1}`);
  }
  const { device = null, birth = null, midLine = false, named = file, tail, check } = entry;
  // Flume and older versions write entries without a check.
  const mustCheck = check !== undefined || tail !== undefined;
  if (mustCheck && check !== checkOf({ ...entry, inode, pos, file })) {
    throw new Error(`entry ${index + 1}, of ${file}, is not what was written`);
  }
  return {
    device,
    inode,
    birth,
    pos,
    file,
    named,
    isMidLine: midLine,
    head: digestFrom(entry.headLength, entry.head),
    tail: digestFrom(entry.tailLength, tail),
  };
}

function digestFrom(length: number | undefined, text: string | undefined): Digest {
  return isCount(length) && length > 0 && typeof text === "string" ? { length, text } : NO_BYTES;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** Replaces the whole file at once: a crash leaves the old positions or the new ones. */
export async function writePositions(path: string, positions: readonly Position[]): Promise<void> {
  await makeDirectory(dirname(path));
  await replaceFile(path, `[${positions.map(lineOf).join(",\n")}]\n`);
}

function lineOf({ device, inode, birth, pos, file, named, isMidLine, head, tail }: Position): string {
  const entry: Entry = {
    inode,
    pos,
    file,
    ...(named === file ? {} : { named }),
    ...(device === null ? {} : { device }),
    ...(birth === null ? {} : { birth }),
    ...(isMidLine ? { midLine: true } : {}),
    headLength: head.length,
    head: head.text,
    tailLength: tail.length,
    tail: tail.text,
  };
  const { inode: digits, ...rest } = { ...entry, check: checkOf(entry) };
  return `{"inode":${digits},${JSON.stringify(rest).slice(1)}`;
}

/** Differs when any field does. */
function checkOf(entry: Entry): string {
  const { inode, pos, file, named, device, birth, midLine, headLength, head, tailLength, tail } = entry;
  const fields = [inode, pos, file, device, birth, midLine, headLength, head, tailLength, tail];
  // Those that earlier versions wrote have none.
  if (named !== undefined) fields.push(named);
  return createHash("sha256").update(JSON.stringify(fields)).digest("hex").slice(0, 16);
}
