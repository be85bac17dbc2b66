import { promisify } from "node:util";
import zlib, { crc32, type ZlibOptions } from "node:zlib";
import { bounded } from "./bounded.ts";

/** Gives what a block of a container file has, of which there may be so many bytes. */
type Unpack = (bytes: Buffer, most: number) => Promise<Buffer>;

const inflate: (bytes: Buffer, options: ZlibOptions) => Promise<Buffer> = promisify(zlib.inflateRaw);
const unpackDeflated = bounded(inflate);

/** By the names that files have for codecs; what does the work is loaded when it is first needed. */
const unpackers: Readonly<Record<string, Unpack>> = {
  null: async (bytes) => bytes,
  deflate: (bytes, most) => unpackDeflated(bytes, most),
  async snappy(bytes, most) {
    const { snappy } = await import("./snappy.ts");
    const unpacked = await snappy.decompress(bytes.subarray(0, -4), most);
    if (bytes.length < 4 || bytes.readUInt32BE(bytes.length - 4) !== crc32(unpacked)) {
      throw new Error("the checksum of a block does not match");
    }
    return unpacked;
  },
  zstandard: async (bytes, most) => (await (await import("./zstd.ts")).zstd()).decompress(bytes, most),
};

/** The codec of that name; null where it cannot be read here. */
export function avroUnpacker(name: string): Unpack | null {
  return Object.hasOwn(unpackers, name) ? unpackers[name]! : null;
}
