/** Compresses the records of a batch as Kafka does, so that its clients and brokers read them. */
export interface Codec {
  compress(bytes: Buffer): Promise<Buffer>;
  /** Rejects what is not of this codec. */
  decompress(bytes: Buffer): Promise<Buffer>;
}
