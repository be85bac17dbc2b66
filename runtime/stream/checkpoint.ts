import { readFile } from "node:fs/promises";
import { deserialize, serialize } from "node:v8";
import { crc32 } from "node:zlib";
import { replaceFile } from "../replace-file.ts";

/** What a stream with state needs to go on exactly where it was: all of one batch, or all of the one before it. */
export interface Checkpoint {
  /** Interval in ms; windows and slides are multiples of it. */
  readonly every: number;
  readonly zeroTime: number;
  /** Time of the last batch that is done. */
  readonly time: number;
  /** Snapshots by name. */
  readonly state: ReadonlyMap<string, unknown>;
  /** Where each replayable input stands, by name. */
  readonly positions: ReadonlyMap<string, ReadonlyMap<number, string>>;
}

/** First bytes of the file: its format and version. */
const HEADER = /* @__PURE__ */ Buffer.from("sluice checkpoint 1\n");

/** Null when there is none yet. Rejects when the file is damaged: beginning anew silently would lose the state. */
export async function readCheckpoint(file: string): Promise<Checkpoint | null> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  const sum = HEADER.length;
  const body = bytes.subarray(sum + 4);
  const intact =
    bytes.length > sum + 4 && bytes.subarray(0, sum).equals(HEADER) && bytes.readUInt32LE(sum) === crc32(body);
  if (!intact) throw new Error(`the checkpoint ${file} is damaged; delete it to begin without the kept state`);
  return deserialize(body) as Checkpoint;
}

/** Replaces the file as a whole: a crash at any moment leaves the old one or the new one. */
export async function writeCheckpoint(file: string, checkpoint: Checkpoint): Promise<void> {
  const body = serialize(checkpoint);
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(body));
  await replaceFile(file, Buffer.concat([HEADER, sum, body]));
}
