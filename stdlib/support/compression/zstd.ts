import { promisify } from "node:util";
import zlib from "node:zlib";
import { bounded } from "./bounded.ts";
import { type Codec, MOST_UNPACKED, TooLargeError } from "./codec.ts";

type Done = (error: Error | null, result: Buffer) => void;
type Pack = (bytes: Buffer, done: Done) => void;
type Unpack = (bytes: Buffer, options: { readonly maxOutputLength: number }, done: Done) => void;

/** What Node has from 22.15 on, and its declarations of 20 do not. */
const { zstdCompress, zstdDecompress } = zlib as { readonly zstdCompress?: Pack; readonly zstdDecompress?: Unpack };

/** Node's own where it has one, which works beside the program; else Zstandard as WebAssembly, a part of the bundle. */
export async function zstd(): Promise<Codec> {
  if (zstdCompress !== undefined && zstdDecompress !== undefined) {
    return { compress: promisify(zstdCompress), decompress: bounded(promisify(zstdDecompress)) };
  }
  return await portableZstd();
}

/** The one for a Node that has none. */
export async function portableZstd(): Promise<Codec> {
  const { Zstd } = await import("@hpcc-js/wasm-zstd");
  const loaded = await Zstd.load();
  return {
    compress: async (bytes) => Buffer.from(loaded.compress(bytes)),
    async decompress(bytes, most = MOST_UNPACKED) {
      if (unpackedLength(bytes) > most) throw new TooLargeError(bytes.length, most);
      return Buffer.from(loaded.decompress(bytes));
    },
  };
}

/**
 * What a frame says of its length (RFC 8878, 3.1.1.1); 0 where it says nothing: the module gives such a one a bounded
 * buffer, and throws when it is full.
 */
function unpackedLength(frame: Buffer): number {
  const descriptor = frame[4] ?? 0;
  const isSingle = (descriptor & 0x20) !== 0;
  const width = descriptor >> 6 === 0 ? (isSingle ? 1 : 0) : 1 << (descriptor >> 6);
  const at = 5 + (isSingle ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]!;
  if (frame.length < at + width || width === 0) return 0;
  if (width === 8) return Number(frame.readBigUInt64LE(at));
  return width === 2 ? frame.readUInt16LE(at) + 256 : frame.readUIntLE(at, width);
}
