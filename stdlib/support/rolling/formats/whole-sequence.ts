import { firstGap } from "../../first-gap.ts";
import { MARKER, type WholeEnd } from "./file-format.ts";
import { ESCAPE } from "./sequence-marker.ts";
import { Window } from "./window.ts";

/** How far a sequence file consists of whole records or blocks; 0 where it has none. */
export const wholeSequence: WholeEnd = async (read, length, doubtful) => {
  const file = new Window(read, await firstGap(read, doubtful, length));
  const header = await readHeader(file);
  if (header === null) return 0;
  const { end: start, marker, isOfBlocks } = header;
  let end = 0;
  for (let at = start; ; ) {
    const mark = await file.bytes(at, 4 + MARKER);
    const hasMarker = mark.length === 4 + MARKER && mark.readInt32BE() === ESCAPE;
    if (hasMarker && !mark.subarray(4).equals(marker)) return end;
    if (hasMarker) at += 4 + MARKER;
    const next = isOfBlocks ? (hasMarker ? await endOfBlock(file, at) : null) : await endOfRecord(file, at);
    if (next === null || next > file.length) return end;
    at = next;
    end = next;
  }
};

async function endOfRecord(file: Window, at: number): Promise<number | null> {
  const lengths = await file.bytes(at, 8);
  if (lengths.length < 8) return null;
  const [record, key] = [lengths.readInt32BE(), lengths.readInt32BE(4)];
  return key < 0 || record < key ? null : at + 8 + record;
}

/** How many records, then lengths of keys, keys, lengths of values, values, each behind its length. */
async function endOfBlock(file: Window, start: number): Promise<number | null> {
  const count = await vintAt(file, start);
  let at = count?.end ?? file.length + 1;
  for (let part = 0; part < 4; part++) {
    const length = await vintAt(file, at);
    if (length === null) return null;
    at = length.end + length.value;
  }
  return at;
}

/** A number as `WritableUtils` writes those that are not negative. */
async function vintAt(file: Window, at: number): Promise<{ readonly value: number; readonly end: number } | null> {
  const bytes = await file.bytes(at, 5);
  const first = bytes[0];
  if (first === undefined) return null;
  if (first <= 127) return { value: first, end: at + 1 };
  const count = 256 - 112 - first;
  if (count < 1 || count > 4 || bytes.length < 1 + count) return null;
  return { value: bytes.readUIntBE(1, count), end: at + 1 + count };
}

interface Header {
  readonly end: number;
  readonly marker: Buffer;
  readonly isOfBlocks: boolean;
}

/** More than any header of ours has. */
const LONGEST_HEADER = 512;

async function readHeader(file: Window): Promise<Header | null> {
  const bytes = await file.bytes(0, LONGEST_HEADER);
  if (bytes.toString("latin1", 0, 4) !== "SEQ\x06") return null;
  // Names of classes, all shorter than 128 bytes.
  const behindText = (at: number) => at + 1 + (bytes[at] ?? 0);
  const flags = behindText(behindText(4));
  const isCompressed = bytes[flags] === 1;
  const metadata = isCompressed ? behindText(flags + 2) : flags + 2;
  const end = metadata + 4 + MARKER;
  if (bytes.length < end) return null;
  return { end, marker: Buffer.from(bytes.subarray(end - MARKER, end)), isOfBlocks: bytes[flags + 1] === 1 };
}
