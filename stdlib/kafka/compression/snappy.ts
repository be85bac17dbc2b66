import snappyjs from "snappyjs";
import type { Codec } from "./codec.ts";

/**
 * Java clients write Snappy in the frames of the library `snappy-java`: this, two versions, and blocks with their
 * lengths before them. Others write a single block without any frame.
 */
const MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const HEADER = MAGIC.length + 8;

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
  async decompress(bytes) {
    if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return Buffer.from(snappyjs.uncompress(bytes));
    const blocks: Uint8Array[] = [];
    for (let at = HEADER; at < bytes.length; ) {
      const start = at + 4;
      at = start + bytes.readInt32BE(at);
      blocks.push(snappyjs.uncompress(bytes.subarray(start, at)));
    }
    return Buffer.concat(blocks);
  },
};
