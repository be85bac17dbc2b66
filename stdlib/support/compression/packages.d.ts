/** What is used of packages that declare nothing themselves. */

declare module "snappyjs" {
  const snappyjs: {
    compress(bytes: Uint8Array): Uint8Array;
    uncompress(bytes: Uint8Array): Uint8Array;
  };
  export = snappyjs;
}

declare module "lz4js" {
  const lz4js: {
    compressBound(size: number): number;
    /** Writes to `to` and gives the length, 0 when nothing could be made shorter. `table` is all zeros. */
    compressBlock(from: Uint8Array, to: Uint8Array, start: number, length: number, table: Uint32Array): number;
    decompress(frame: Uint8Array): Uint8Array;
    /** The most that the frame can unpack to, from the lengths of its blocks. */
    decompressBound(frame: Uint8Array): number;
  };
  export = lz4js;
}

declare module "lz4js/xxh32.js" {
  const xxh32: { hash(seed: number, bytes: Uint8Array, start: number, length: number): number };
  export = xxh32;
}

declare module "@hpcc-js/wasm-zstd" {
  export class Zstd {
    static load(): Promise<Zstd>;
    compress(bytes: Uint8Array): Uint8Array;
    decompress(bytes: Uint8Array): Uint8Array;
  }
}
