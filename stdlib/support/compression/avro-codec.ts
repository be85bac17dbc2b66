import { promisify } from "node:util";
import { crc32, deflateRaw } from "node:zlib";

/** A codec of container files. */
export interface AvroCodec {
  /** As files have it. */
  readonly name: string;
  /** Compresses what a block has. */
  compress(bytes: Buffer): Promise<Buffer>;
}

const deflate: (bytes: Buffer) => Promise<Buffer> = promisify(deflateRaw);

/** Codecs by Avro's names (Avro 1.11, "Object Container Files"). */
export const avroCodecs = {
  // Without the header and the checksum of zlib.
  deflate: { name: "deflate", compress: deflate },
  snappy: {
    name: "snappy",
    async compress(bytes) {
      const block = (await import("./snappy.ts")).snappyBlock(bytes);
      const checksum = Buffer.alloc(4);
      checksum.writeUInt32BE(crc32(bytes));
      return Buffer.concat([block, checksum]);
    },
  },
  zstandard: {
    name: "zstandard",
    compress: async (bytes) => (await (await import("./zstd.ts")).zstd()).compress(bytes),
  },
  bzip2: { name: "bzip2", compress: async (bytes) => (await import("./bzip2/bzip2.ts")).bzip2(bytes) },
} satisfies Readonly<Record<string, AvroCodec>>;
