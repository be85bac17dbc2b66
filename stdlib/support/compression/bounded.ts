import { type Codec, MOST_UNPACKED, TooLargeError } from "./codec.ts";

/** A function of Node's `zlib`, with its limit of what it gives. */
type Unpack = (bytes: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

/** The decompression of a codec that is a part of Node: it stops at the limit. */
export function bounded(unpack: Unpack): Codec["decompress"] {
  return async (bytes, most = MOST_UNPACKED) => {
    try {
      return await unpack(bytes, { maxOutputLength: most });
    } catch (error) {
      const isTooLarge = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
      throw isTooLarge ? new TooLargeError(bytes.length, most) : error;
    }
  };
}
