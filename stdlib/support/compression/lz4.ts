import lz4js from "lz4js";
import xxh32 from "lz4js/xxh32.js";
import { type Codec, MOST_UNPACKED, TooLargeError } from "./codec.ts";

/** Version 1 of the format, its blocks independent of each other: Java clients read no others. */
const FLAGS = 0x60;

/** Blocks of up to 4 MiB. */
const DESCRIPTOR = 0x70;

/** Less than the format allows by more than 12 bytes, so that no decoder holds the end of a block for that of its buffer. */
const BLOCK = 4 * 1024 * 1024 - 64;

/** Before it is unpacked, the last block of a frame counts as a whole one, and so does the mark of the end. */
const MOST_OVERRATED = 2 * 4 * 1024 * 1024;

const UNCOMPRESSED = 0x8000_0000;

/**
 * The frame format of LZ4. The package has frames of its own, but their blocks go back to earlier ones, which Java
 * clients refuse: here it makes the blocks alone.
 */
export const lz4: Codec = {
  async compress(bytes) {
    const header = Buffer.from([0x04, 0x22, 0x4d, 0x18, FLAGS, DESCRIPTOR, 0]);
    header[6] = xxh32.hash(0, header, 4, 2) >>> 8;
    const parts: Buffer[] = [header];
    for (let at = 0; at < bytes.length; at += BLOCK) parts.push(...block(bytes.subarray(at, at + BLOCK)));
    parts.push(Buffer.alloc(4));
    return Buffer.concat(parts);
  },
  async decompress(bytes, most = MOST_UNPACKED) {
    // The lengths of its blocks, not of what is in them: nothing is unpacked for this.
    if (lz4js.decompressBound(bytes) > most + MOST_OVERRATED) throw new TooLargeError(bytes.length, most);
    const unpacked = Buffer.from(lz4js.decompress(bytes));
    if (unpacked.length > most) throw new TooLargeError(bytes.length, most);
    return unpacked;
  },
};

/**
 * A block of LZ4 by itself. The package makes none where nothing can be made shorter: then all of it is literals, which
 * a token and the length stand before (LZ4 block format, "Literals").
 */
export function lz4Block(bytes: Buffer): Uint8Array {
  return packBlock(bytes) ?? literals(bytes);
}

/** Null where nothing can be made shorter. */
function packBlock(bytes: Buffer): Buffer | null {
  const packed = Buffer.allocUnsafe(lz4js.compressBound(bytes.length));
  const size = lz4js.compressBlock(bytes, packed, 0, bytes.length, new Uint32Array(1 << 16));
  return size > 0 ? packed.subarray(0, size) : null;
}

function literals(bytes: Buffer): Buffer {
  if (bytes.length < 15) return Buffer.concat([Buffer.from([bytes.length << 4]), bytes]);
  const head = [0xf0];
  let rest = bytes.length - 15;
  for (; rest >= 255; rest -= 255) head.push(255);
  head.push(rest);
  return Buffer.concat([Buffer.from(head), bytes]);
}

/** Its length, and what it has. */
function block(bytes: Buffer): [Buffer, Buffer] {
  const packed = packBlock(bytes);
  const isSmaller = packed !== null && packed.length < bytes.length;
  const length = Buffer.alloc(4);
  length.writeUInt32LE(isSmaller ? packed.length : bytes.length + UNCOMPRESSED);
  return [length, isSmaller ? packed : bytes];
}
