import snappyjs from "snappyjs";
import { type Codec, MOST_UNPACKED, TooLargeError } from "./codec.ts";

/**
 * Java clients write Snappy in the frames of the library `snappy-java`: this, two versions, and blocks with their
 * lengths before them. Others write a single block without any frame.
 */
const MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const HEADER = MAGIC.length + 8;

/** Snappy in the framing of Xerial's library, which Kafka's Java clients read and write; plain blocks are read, too. */
export const snappy: Codec = {
  async compress(bytes) {
    const block = snappyjs.compress(bytes);
    const head = Buffer.alloc(HEADER + 4);
    MAGIC.copy(head);
    head.writeInt32BE(1, MAGIC.length);
    head.writeInt32BE(1, MAGIC.length + 4);
    head.writeInt32BE(block.length, HEADER);
    return Buffer.concat([head, block]);
  },
  async decompress(bytes, most = MOST_UNPACKED) {
    if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return Buffer.from(uncompress(bytes, most, bytes.length, most));
    const blocks: Uint8Array[] = [];
    let room = most;
    for (let at = HEADER; at < bytes.length; ) {
      const start = at + 4;
      at = start + bytes.readInt32BE(at);
      const block = uncompress(bytes.subarray(start, at), room, bytes.length, most);
      room -= block.length;
      blocks.push(block);
    }
    return Buffer.concat(blocks);
  },
};

/** A block by itself: its length in varint, and what it has. */
export function snappyBlock(bytes: Buffer): Uint8Array {
  return snappyjs.compress(bytes);
}

/** `room` is what is left of `most`. A block says at its beginning how long it is. */
function uncompress(block: Buffer, room: number, packed: number, most: number): Uint8Array {
  if (lengthOf(block) > room) throw new TooLargeError(packed, most);
  return snappyjs.uncompress(block);
}

/** Its first number, seven bits a byte. */
function lengthOf(block: Buffer): number {
  let length = 0;
  for (let index = 0; index < 5; index++) {
    const byte = block[index] ?? 0;
    length += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) break;
  }
  return length;
}
