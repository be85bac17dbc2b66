import { crc32 } from "node:zlib";
import { blockTable, type RecordRun, tableAtEnd, tableLength, wholeRuns } from "./blocks.ts";

/**
 * A log is a row of frames, each the records of one append: either all of them are there after a crash, or none.
 *
 *     u32 size of the body   u32 CRC-32 of all that follows
 *     f64 first offset       f64 time of the append, in ms
 *     u32 count of records   u32 durable
 *     body: count x (u32 length, bytes), then marks as JSON, where it has some (marks.ts), then the table of the blocks of
 *     its records, where these have more than one (blocks.ts)
 *
 * A frame without records whose body is one f64, an offset, stands for records that are gone up to that offset.
 *
 * All little-endian; offsets are exact in an f64 up to 2^53. `durable` says how many bytes of the file were known to
 * be safe when the frame was written: a damaged frame below that mark is damage, one above it a torn write.
 */
export const FRAME_HEADER = 32;

const CRC_FROM = 8;
const GAP_BODY = 8;

/** What stands before the records of a frame, apart from lengths and checksums. */
export interface FrameHeader {
  /** Offset of its first record. */
  readonly base: number;
  readonly count: number;
  /** Ms since 1970. */
  readonly time: number;
  readonly durable: number;
  /** Bytes of the whole frame. */
  readonly length: number;
}

/** Bytes of a frame with so many bytes of records, and no marks. */
export function frameLength(records: number): number {
  return FRAME_HEADER + records + tableLength(records);
}

/** What a frame holds: its records, and its marks as they stand there (marks.ts), null where it has none. */
export interface FrameBody {
  readonly records: Buffer;
  readonly marks: Buffer | null;
}

/** A frame in pieces that are written one after the other: header, records, and what stands behind them. */
export function layFrame(frame: Omit<FrameHeader, "length">, { records, marks }: FrameBody): Buffer[] {
  const header = Buffer.allocUnsafe(FRAME_HEADER);
  header.writeUInt32LE(frameLength(records.length) - FRAME_HEADER + (marks?.length ?? 0), 0);
  header.writeDoubleLE(frame.base, 8);
  header.writeDoubleLE(frame.time, 16);
  header.writeUInt32LE(frame.count, 24);
  header.writeUInt32LE(frame.durable, 28);
  const { table, crc } = blockTable(records, headerChecksum(header));
  const behind = [...(marks === null ? [] : [marks]), ...(table === null ? [] : [table])];
  header.writeUInt32LE(
    behind.reduce((sum, piece) => crc32(piece, sum), crc),
    4,
  );
  return [header, records, ...behind];
}

/** The body of the frame at `at`, which `readFrame` has read. */
export function bodyOf(bytes: Buffer, at: number, { count, length }: FrameHeader): FrameBody {
  const body = bytes.subarray(at + FRAME_HEADER, at + length);
  // That of a frame without records stands for some.
  if (count === 0) return { records: body, marks: null };
  let end = 0;
  for (let record = 0; record < count; record++) end += 4 + body.readUInt32LE(end);
  const behind = body.subarray(end);
  const marks = behind.subarray(0, behind.length - tableAtEnd(behind));
  return { records: body.subarray(0, end), marks: marks.length === 0 ? null : marks };
}

/** The body of a frame that says that the records from its base up to `to` are gone. */
export function gapBody(to: number): Buffer {
  const body = Buffer.alloc(GAP_BODY);
  body.writeDoubleLE(to);
  return body;
}

/** Offset behind the frame at `at`, which `readFrame` has read. */
export function frameEnd(bytes: Buffer, at: number, { base, count, length }: FrameHeader): number {
  return count === 0 && length === FRAME_HEADER + GAP_BODY ? bytes.readDoubleLE(at + FRAME_HEADER) : base + count;
}

/** The time in a frame's header. */
export function frameTime(header: Buffer): number {
  return header.readDoubleLE(16);
}

/** Bytes that the frame at `at` claims to have; it is only worth believing once `readFrame` has checked it. */
export function claimedLength(bytes: Buffer, at: number): number {
  return FRAME_HEADER + bytes.readUInt32LE(at);
}

/** The header of the frame at `at`, which must be there in full; null when its bytes are not what was written. */
export function readFrame(bytes: Buffer, at: number): FrameHeader | null {
  const length = claimedLength(bytes, at);
  if (at + length > bytes.length) return null;
  if (bytes.readUInt32LE(at + 4) !== crc32(bytes.subarray(at + CRC_FROM, at + length))) return null;
  return { ...headerAt(bytes, at), length };
}

/** What is whole of a damaged frame. */
export interface DamagedFrame {
  readonly frame: FrameHeader;
  readonly runs: readonly RecordRun[];
}

/** The damaged frame at `at` of `bytes`, which end behind it; null where nothing of it can be told from damage. */
export function readDamagedFrame(bytes: Buffer, at: number): DamagedFrame | null {
  // The size may be what is damaged; then the frame goes up to the next one.
  for (const length of new Set([claimedLength(bytes, at), bytes.length - at])) {
    if (length < FRAME_HEADER || at + length > bytes.length) continue;
    const runs = wholeRuns(bytes.subarray(at + FRAME_HEADER, at + length), headerChecksum(bytes.subarray(at)));
    if (runs !== null) return { frame: { ...headerAt(bytes, at), length }, runs };
  }
  return null;
}

function headerChecksum(header: Buffer): number {
  return crc32(header.subarray(CRC_FROM, FRAME_HEADER));
}

function headerAt(bytes: Buffer, at: number): Omit<FrameHeader, "length"> {
  return {
    base: bytes.readDoubleLE(at + 8),
    time: bytes.readDoubleLE(at + 16),
    count: bytes.readUInt32LE(at + 24),
    durable: bytes.readUInt32LE(at + 28),
  };
}

/**
 * Whether behind a frame that cannot be read, at `from`, there is one that was written when those bytes were already
 * safe. Then they were acknowledged and have been damaged since; otherwise a crash has torn the last writes, which
 * nobody was told were safe.
 */
export function wasDurable(bytes: Buffer, from: number, position: number): boolean {
  for (let at = from + 1; at + FRAME_HEADER <= bytes.length; at++) {
    // Cheap tests first: nearly every byte offset fails them, and checksums are not free.
    if (bytes.readUInt32LE(at + 28) <= position || at + claimedLength(bytes, at) > bytes.length) continue;
    const frame = readFrame(bytes, at);
    if (frame !== null && frame.durable > position) return true;
  }
  return false;
}
