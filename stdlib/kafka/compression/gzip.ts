import { promisify } from "node:util";
import zlib from "node:zlib";
import type { Codec } from "./codec.ts";

const pack: (bytes: Buffer) => Promise<Buffer> = promisify(zlib.gzip);
const unpack: (bytes: Buffer) => Promise<Buffer> = promisify(zlib.unzip);

export const gzip: Codec = { compress: (bytes) => pack(bytes), decompress: (bytes) => unpack(bytes) };
