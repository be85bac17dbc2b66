import { promisify } from "node:util";
import zlib, { type ZlibOptions } from "node:zlib";
import { bounded } from "./bounded.ts";
import type { Codec } from "./codec.ts";

const pack: (bytes: Buffer) => Promise<Buffer> = promisify(zlib.gzip);
const unpack: (bytes: Buffer, options: ZlibOptions) => Promise<Buffer> = promisify(zlib.unzip);

/** RFC 1952 by Node's zlib; what would grow beyond the limit of all codecs is refused. */
export const gzip: Codec = { compress: (bytes) => pack(bytes), decompress: bounded(unpack) };
