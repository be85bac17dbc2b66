import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { partsOf } from "../../runtime/channel/parts.ts";
import { readTaken, takenBytes, tornSlots } from "../../runtime/channel/taken-file.ts";
import { type OffsetRange, TakenOffsets } from "../../runtime/channel/taken-offsets.ts";
import {
  bodyOf,
  claimedLength,
  type DamagedFrame,
  FRAME_HEADER,
  type FrameBody,
  type FrameHeader,
  frameEnd,
  gapBody,
  layFrame,
  readDamagedFrame,
  readFrame,
} from "../../runtime/log-store/frame.ts";
import { listSegments } from "../../runtime/log-store/segment.ts";
import type { Damage, Inspection } from "./inspection.ts";

/** A frame as it is written again. */
interface Part {
  readonly frame: Pick<FrameHeader, "base" | "count" | "time">;
  readonly body: FrameBody;
}

/**
 * Looks through all frames of the log in `directory`, and in those that belong to it. Whole frames are kept with their
 * offsets, and of damaged ones the records in whole blocks; in the place of lost ones stands a frame that says so. Of a
 * channel what is lost counts as taken, which gives its room to others.
 */
export async function inspectLog(directory: string): Promise<Inspection> {
  const damage: Damage[] = [];
  const lost: OffsetRange[] = [];
  const parts = (await partsOf(directory)).map(({ path }) => path);
  const segments = (await listSegments(directory, ...parts)).map(({ path, base }) => ({
    path,
    base,
    bytes: readFileSync(path),
    parts: [] as Part[],
    isDamaged: false,
  }));
  let next = segments[0]?.base ?? 0;
  let before: (typeof segments)[number] | null = null;
  const lose = (segment: (typeof segments)[number], to: number, time: number) => {
    segment.isDamaged = true;
    if (to <= next) return;
    // Time decides how long a file is kept.
    const then = time > 0 ? time : (segment.parts.at(-1)?.frame.time ?? 0);
    segment.parts.push({ frame: { base: next, count: 0, time: then }, body: { records: gapBody(to), marks: null } });
    lost.push({ from: next, to });
    next = to;
  };
  /** Keeps what is whole of the damaged frame at `at`; gives where it ends. */
  const rescue = (segment: (typeof segments)[number], at: number, { frame, runs }: DamagedFrame): number => {
    const { path, parts } = segment;
    const found = damage.length;
    let from = at;
    const loseUpTo = (base: number, to: number) => {
      if (base > next) damage.push({ path, from, to, what: countOf(next, base), isHarmless: false });
      lose(segment, base, frame.time);
    };
    for (const { first, count, start, bytes } of runs) {
      const base = frame.base + first;
      const to = at + FRAME_HEADER + start;
      loseUpTo(base, to);
      parts.push({ frame: { base, count, time: frame.time }, body: { records: bytes, marks: null } });
      next = base + count;
      from = to + bytes.length;
    }
    const end = at + frame.length;
    loseUpTo(frame.base + frame.count, end);
    if (damage.length === found) {
      damage.push({ path, from: at, to: end, what: countOf(next, next), isHarmless: false });
    }
    return end;
  };
  for (const segment of segments) {
    const { path, base, bytes, parts } = segment;
    if (before !== null && base > next) {
      const what = `${countOf(next, base)} before the first one here, and no file has them`;
      damage.push({ path, from: 0, to: 0, what, isHarmless: false });
      lose(before, base, timeOf(bytes));
    }
    for (let at = 0; at < bytes.length; ) {
      const found = nextFrame(bytes, at, next);
      if (found === null || found.at > at) {
        const to = found?.at ?? bytes.length;
        const isTorn = found === null && segment === segments.at(-1);
        const rest = isTorn ? null : readDamagedFrame(bytes.subarray(0, to), at);
        if (rest !== null && rest.frame.base >= next) {
          at = rescue(segment, at, rest);
          continue;
        }
        const what = isTorn
          ? "what a crash has left of an append, or damage of the last records; a start cuts it off"
          : found === null
            ? "the records up to the next file"
            : countOf(next, found.frame.base);
        damage.push({ path, from: at, to, what, isHarmless: isTorn });
        segment.isDamaged = true;
        if (found === null) break;
        lose(segment, found.frame.base, found.frame.time);
      }
      const { frame, at: start } = found;
      parts.push({ frame, body: bodyOf(bytes, start, frame) });
      next = frameEnd(bytes, start, frame);
      at = start + frame.length;
    }
    before = segment;
  }
  const taken = join(directory, "taken");
  const known = existsSync(taken) ? (readTaken(readFileSync(taken))?.end ?? 0) : 0;
  if (before !== null && known > next) {
    const { path, bytes } = before;
    damage.push({ path, from: bytes.length, to: bytes.length, what: countOf(next, known), isHarmless: false });
    lose(before, known, 0);
  }
  const mended = new Map<string, Uint8Array | null>(
    segments.filter(({ isDamaged }) => isDamaged).map(({ path, parts }) => [path, bytesOf(parts)]),
  );
  inspectTaken(taken, lost, damage, mended);
  return { damage, mended };
}

/** The first whole frame from `from` on, at its place at once or behind damage. */
function nextFrame(
  bytes: Buffer,
  from: number,
  next: number,
): { readonly frame: FrameHeader; readonly at: number } | null {
  for (let at = from; at + FRAME_HEADER <= bytes.length; at++) {
    // Cheap tests first: nearly every byte fails them, and checksums are not free.
    if (at + claimedLength(bytes, at) > bytes.length) continue;
    const base = bytes.readDoubleLE(at + 8);
    if (!Number.isSafeInteger(base) || base < next) continue;
    const frame = readFrame(bytes, at);
    if (frame !== null) return { frame, at };
  }
  return null;
}

/** Frames one after the other; each says that all before it is safe, as it will be. */
function bytesOf(parts: readonly Part[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  let durable = 0;
  for (const { frame, body } of parts) {
    const written = layFrame({ base: frame.base, count: frame.count, time: frame.time, durable }, body);
    pieces.push(...written);
    durable += written.reduce((sum, { length }) => sum + length, 0);
  }
  return Buffer.concat(pieces);
}

function timeOf(bytes: Buffer): number {
  return bytes.length >= FRAME_HEADER ? bytes.readDoubleLE(16) : 0;
}

function inspectTaken(
  path: string,
  lost: readonly OffsetRange[],
  damage: Damage[],
  mended: Map<string, Uint8Array | null>,
): void {
  if (!existsSync(path)) return;
  const bytes = readFileSync(path);
  const newest = readTaken(bytes);
  const torn = tornSlots(bytes);
  for (const [slot, isTorn] of torn.entries()) {
    if (!isTorn) continue;
    const what =
      newest === null
        ? "which events were taken; all that the log still has is replayed"
        : "one of two notes of which events were taken; where it was the later one, some are replayed";
    damage.push({ path, from: slot * 4096, to: (slot + 1) * 4096, what, isHarmless: newest !== null });
  }
  if (lost.length === 0 && !torn.includes(true)) return;
  const { low, ranges, end } = newest ?? { low: 0, ranges: [], end: 0 };
  const taken = new TakenOffsets(low, ranges);
  for (const { from, to } of lost) for (const range of taken.missing(from, to)) taken.add(range);
  mended.set(path, takenBytes({ low: taken.low, ranges: taken.ranges, end }));
}

function countOf(from: number, to: number): string {
  return to - from === 1 ? `record ${from}` : to > from ? `records ${from} to ${to - 1}` : "nothing that was a record";
}
