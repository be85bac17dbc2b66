/** Compresses the records of a batch as Kafka does, so that its clients and brokers read them. */
export interface Codec {
  compress(bytes: Buffer): Promise<Buffer>;
  /** Rejects what is not of this codec, and with a `TooLargeError` what has more than `most` bytes when it is unpacked. */
  decompress(bytes: Buffer, most?: number): Promise<Buffer>;
}

/**
 * Most bytes of a batch when it is unpacked. Brokers take batches of 1 MB unless told otherwise, and a few kilobytes can
 * be made to unpack to gigabytes.
 */
export const MOST_UNPACKED = 256 * 1024 * 1024;

/** A batch that unpacks to more than a reader has room for. */
export class TooLargeError extends Error {
  constructor(packed: number, most: number) {
    super(`a compressed batch of ${packed} bytes unpacks to more than ${most} bytes, the most that are read`);
    this.name = "TooLargeError";
  }
}
