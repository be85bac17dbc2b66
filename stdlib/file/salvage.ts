import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { TakenFile } from "../../runtime/channel/taken-file.ts";
import { type OffsetRange, TakenOffsets } from "../../runtime/channel/taken-offsets.ts";
import { lock } from "../../runtime/log-store/directory-lock.ts";
import { claimedLength, FRAME_HEADER, type FrameHeader, readFrame } from "../../runtime/log-store/frame.ts";
import { listSegments } from "../../runtime/log-store/segment.ts";
import { SegmentLog } from "../../runtime/log-store/segment-log.ts";
import { makeDirectory } from "../../runtime/make-directory.ts";

/** What was found in the directory of a file channel. */
export interface Salvaged {
  /** Events that are whole and that nobody had taken; they are in the new directory. */
  readonly saved: number;
  /** Events that nobody had taken and that are damaged, as far as the whole ones around them tell. */
  readonly lost: number;
  /** Where bytes are not what was written. */
  readonly damage: readonly { readonly path: string; readonly from: number; readonly to: number }[];
}

/** A frame with the bytes that hold it. */
interface WholeFrame extends FrameHeader {
  readonly at: number;
}

/**
 * Copies the whole events of a file channel, less those that were taken, into the directory `to`, which is made. The
 * old one stays as it is. Rejects when a program has the channel open, or `to` has something in it.
 */
export async function salvage(from: string, to: string): Promise<Salvaged> {
  const directory = resolve(from);
  const segments = await listSegments(directory);
  if (segments.length === 0) throw new Error(`${from} has no log of a file channel`);
  if (existsSync(to) && (await readdir(to)).length > 0) throw new Error(`${to} is not empty; name a new directory`);
  const held = await lock(join(directory, "lock"));
  try {
    const taken = await readTaken(directory);
    await makeDirectory(resolve(to));
    const log = new SegmentLog(resolve(to));
    await log.claim();
    const damage: { path: string; from: number; to: number }[] = [];
    let saved = 0;
    let lost = 0;
    // Whole files below the first are gone since all that they held was taken.
    let next = segments[0]!.base;
    for (const { path } of segments) {
      const bytes = await readFile(path);
      let at = 0;
      while (at < bytes.length) {
        const frame = wholeFrame(bytes, at, next);
        if (frame === null) {
          damage.push({ path, from: at, to: bytes.length });
          break;
        }
        if (frame.at > at) damage.push({ path, from: at, to: frame.at });
        lost += count(taken.missing(next, frame.base));
        const left = leftOf(bytes, frame, taken);
        if (left.count > 0) await log.append(left.body, left.count, frame.time);
        saved += left.count;
        next = frame.base + frame.count;
        at = frame.at + frame.length;
      }
    }
    await log.close();
    return { saved, lost, damage };
  } finally {
    await held.release();
  }
}

async function readTaken(directory: string): Promise<TakenOffsets> {
  const { file, state } = await TakenFile.open(join(directory, "taken"));
  await file.close();
  return new TakenOffsets(state.low, state.ranges);
}

/** The first whole frame from `from` on that may come behind the record before `next`. */
function wholeFrame(bytes: Buffer, from: number, next: number): WholeFrame | null {
  for (let at = from; at + FRAME_HEADER <= bytes.length; at++) {
    // Cheap tests first: nearly every byte fails them, and checksums are not free.
    if (at + claimedLength(bytes, at) > bytes.length) continue;
    const base = bytes.readDoubleLE(at + 8);
    if (!Number.isSafeInteger(base) || (at > from && base < next)) continue;
    const frame = readFrame(bytes, at);
    if (frame !== null) return { ...frame, at };
  }
  return null;
}

/** The records of a frame that were not taken, laid out as a frame wants them. */
function leftOf(bytes: Buffer, frame: WholeFrame, taken: TakenOffsets): { body: Uint8Array; count: number } {
  const end = frame.base + frame.count;
  const left = taken.missing(frame.base, end);
  if (count(left) === frame.count) {
    return { body: bytes.subarray(frame.at + FRAME_HEADER, frame.at + frame.length), count: frame.count };
  }
  const parts: Buffer[] = [];
  let at = frame.at + FRAME_HEADER;
  for (let offset = frame.base; offset < end; offset++) {
    const length = 4 + bytes.readUInt32LE(at);
    if (left.some(({ from, to }) => from <= offset && offset < to)) parts.push(bytes.subarray(at, at + length));
    at += length;
  }
  return { body: Buffer.concat(parts), count: parts.length };
}

function count(ranges: readonly OffsetRange[]): number {
  return ranges.reduce((sum, { from, to }) => sum + to - from, 0);
}
