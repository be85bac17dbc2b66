/** Where the last whole stream of a codec ends in a file of several, one for each batch: what comes behind was broken off. */
import { createInflate } from "node:zlib";
import { CHUNK, type HadoopCodecName } from "../../compression/hadoop-codec.ts";
import type { ReadAt } from "./file-format.ts";
import { Window } from "./window.ts";

/** How far a file of `length` bytes consists of whole streams of a codec. */
export function wholeStreams(codec: Exclude<HadoopCodecName, "gzip">, read: ReadAt, length: number): Promise<number> {
  const file = new Window(read, length);
  switch (codec) {
    case "bzip2":
      return wholeBzip2(file);
    case "deflate":
      return walk(file, endOfZlib);
    case "snappy":
    case "lz4":
      return walk(file, endOfBlock);
    case "zstd":
      return walk(file, endOfFrame);
  }
}

/** Where the stream ends that begins at `start`; null where it has no end. */
type EndOf = (file: Window, start: number) => Promise<number | null>;

async function walk(file: Window, endOf: EndOf): Promise<number> {
  for (let end = 0; ; ) {
    const next = end === file.length ? null : await endOf(file, end);
    if (next === null || next > file.length) return end;
    end = next;
  }
}

/** The framing of Hadoop's block codecs: the length of all, and chunks with theirs. */
async function endOfBlock(file: Window, start: number): Promise<number | null> {
  const head = await file.bytes(start, 4);
  if (head.length < 4) return null;
  const chunks = Math.ceil(head.readUInt32BE() / CHUNK);
  let at = start + 4;
  for (let chunk = 0; chunk < chunks; chunk++) {
    const length = await file.bytes(at, 4);
    if (length.length < 4) return null;
    at += 4 + length.readUInt32BE();
  }
  return at;
}

const FRAME = 0xfd2f_b528;
/** Magic number, descriptor, window, dictionary, length of the content. */
const LONGEST_HEADER = 4 + 1 + 1 + 4 + 8;

/** A frame of Zstandard (RFC 8878, 3.1.1): its header, and blocks that each say their length and whether they are the last. */
async function endOfFrame(file: Window, start: number): Promise<number | null> {
  const head = await file.bytes(start, LONGEST_HEADER);
  if (head.length < 5 || head.readUInt32LE() !== FRAME) return null;
  const descriptor = head[4]!;
  const isSingle = (descriptor & 0x20) !== 0;
  const size = descriptor >> 6 === 0 ? (isSingle ? 1 : 0) : 1 << (descriptor >> 6);
  let at = start + 5 + (isSingle ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]! + size;
  for (let isLast = false; !isLast; ) {
    const block = await file.bytes(at, 3);
    if (block.length < 3) return null;
    const header = block.readUIntLE(0, 3);
    isLast = (header & 1) === 1;
    const isRepeated = ((header >> 1) & 3) === 1;
    at += 3 + (isRepeated ? 1 : header >> 3);
  }
  return at + ((descriptor & 4) === 0 ? 0 : 4);
}

/** A stream of zlib says nothing of its length: it is inflated. */
async function endOfZlib(file: Window, start: number): Promise<number | null> {
  const inflate = createInflate();
  const ended = new Promise<boolean>((resolve) => {
    inflate.once("end", () => resolve(true)).once("error", () => resolve(false));
  });
  inflate.resume();
  const window = 64 * 1024;
  for (let at = start; at < file.length && !inflate.readableEnded && !inflate.destroyed; at += window) {
    const bytes = Buffer.from(await file.bytes(at, window));
    await new Promise<void>((resolve) => inflate.write(bytes, () => resolve()));
  }
  inflate.end();
  return (await ended) ? start + inflate.bytesWritten : null;
}

/** What a stream of bzip2 begins with, at a whole byte, where it has a block. */
const BZIP2 = Buffer.from([0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59]);

/**
 * Blocks of bzip2 say nothing of their length either, and are slow to unpack: the last beginning is looked for instead,
 * and the mark of the end, which stands at any bit, right before the end of the file.
 */
async function wholeBzip2(file: Window): Promise<number> {
  // A beginning of fewer than its ten bytes does not count.
  for (let broken = 0; broken < BZIP2.length && broken < file.length; broken++) {
    const end = file.length - broken;
    const tail = await file.bytes(end, broken);
    if (tail.equals(BZIP2.subarray(0, broken)) && (await endsStream(file, end))) return end;
  }
  return (await lastStart(file)) ?? 0;
}

async function lastStart(file: Window): Promise<number | null> {
  const window = 1024 * 1024;
  for (let end = file.length; end > 0; end -= window) {
    const start = Math.max(0, end - window);
    const bytes = await file.bytes(start, Math.min(end - start + BZIP2.length, file.length - start));
    const found = bytes.lastIndexOf(BZIP2);
    if (found !== -1) return start + found;
  }
  return null;
}

/** Whether the mark of the end, 48 bits, its checksum, 32, and less than a byte of zeros stand before `end`. */
async function endsStream(file: Window, end: number): Promise<boolean> {
  const count = 11;
  if (end < count) return false;
  let tail = 0n;
  for (const byte of await file.bytes(end - count, count)) tail = (tail << 8n) | BigInt(byte);
  return Array.from({ length: 8 }, (_, pad) => BigInt(pad)).some((pad) => {
    const isPadded = (tail & ((1n << pad) - 1n)) === 0n;
    return isPadded && ((tail >> (32n + pad)) & 0xffff_ffff_ffffn) === 0x1772_4538_5090n;
  });
}
