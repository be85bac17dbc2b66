import { promisify } from "node:util";
import zlib from "node:zlib";
import type { Codec } from "./codec.ts";

type Work = (bytes: Buffer, done: (error: Error | null, result: Buffer) => void) => void;

/** What Node has from 22.15 on, and its declarations of 20 do not. */
const { zstdCompress, zstdDecompress } = zlib as { readonly zstdCompress?: Work; readonly zstdDecompress?: Work };

/** Node's own where it has one, which works beside the program; else Zstandard as WebAssembly, a part of the bundle. */
export async function zstd(): Promise<Codec> {
  if (zstdCompress !== undefined && zstdDecompress !== undefined) {
    return { compress: promisify(zstdCompress), decompress: promisify(zstdDecompress) };
  }
  return await portableZstd();
}

/** The one for a Node that has none. */
export async function portableZstd(): Promise<Codec> {
  const { Zstd } = await import("@hpcc-js/wasm-zstd");
  const loaded = await Zstd.load();
  return {
    compress: async (bytes) => Buffer.from(loaded.compress(bytes)),
    decompress: async (bytes) => Buffer.from(loaded.decompress(bytes)),
  };
}
