import { promisify } from "node:util";
import { deflate } from "node:zlib";

/** A codec of Hadoop's: what files name it by, and what its streams are. */
export interface HadoopCodec {
  readonly name: HadoopCodecName;
  /** Of `org.apache.hadoop.io.compress`. */
  readonly className: string;
  /** What the name of a file ends in that is compressed as a whole. */
  readonly extension: string;
  /** Resolves to a whole stream of the codec; further ones may follow it in a file. */
  compress(bytes: Buffer): Promise<Buffer>;
}

/** Codecs by the names that Flume's `codeC` has for them. */
export type HadoopCodecName = "deflate" | "gzip" | "bzip2" | "snappy" | "lz4" | "zstd";

const zlibStream: (bytes: Buffer) => Promise<Buffer> = promisify(deflate);

/** The codec of a name. What does the work is loaded when it is first needed. */
export const hadoopCodecs: Readonly<Record<HadoopCodecName, HadoopCodec>> = {
  deflate: { name: "deflate", className: "DefaultCodec", extension: ".deflate", compress: zlibStream },
  gzip: {
    name: "gzip",
    className: "GzipCodec",
    extension: ".gz",
    compress: async (bytes) => (await import("./gzip.ts")).gzip.compress(bytes),
  },
  bzip2: {
    name: "bzip2",
    className: "BZip2Codec",
    extension: ".bz2",
    compress: async (bytes) => (await import("./bzip2/bzip2.ts")).bzip2(bytes),
  },
  snappy: {
    name: "snappy",
    className: "SnappyCodec",
    extension: ".snappy",
    compress: async (bytes) => hadoopBlock(bytes, (await import("./snappy.ts")).snappyBlock),
  },
  lz4: {
    name: "lz4",
    className: "Lz4Codec",
    extension: ".lz4",
    compress: async (bytes) => hadoopBlock(bytes, (await import("./lz4.ts")).lz4Block),
  },
  zstd: {
    name: "zstd",
    className: "ZStandardCodec",
    extension: ".zst",
    compress: async (bytes) => (await (await import("./zstd.ts")).zstd()).compress(bytes),
  },
};

/** Bytes of a chunk before it is compressed; Hadoop's buffers have 256 KiB, which a chunk must fit into either way. */
export const CHUNK = 128 * 1024;

/**
 * The framing of Hadoop's block codecs (BlockCompressorStream): the length of all bytes, then chunks, each behind its
 * compressed length; all lengths are big-endian.
 */
function hadoopBlock(bytes: Buffer, compress: (chunk: Buffer) => Uint8Array): Buffer {
  const parts: Uint8Array[] = [lengthOf(bytes)];
  for (let at = 0; at < bytes.length; at += CHUNK) {
    const chunk = compress(bytes.subarray(at, at + CHUNK));
    parts.push(lengthOf(chunk), chunk);
  }
  return Buffer.concat(parts);
}

function lengthOf(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(bytes.length);
  return length;
}
