import type { Codec } from "../support/compression/codec.ts";

/** How batches are compressed on their way to a broker, by Kafka's names. */
export type Compression = "none" | "gzip" | "snappy" | "lz4" | "zstd";

/** Their numbers in Kafka's protocol. */
export const compressionTypes: Readonly<Record<Compression, number>> = { none: 0, gzip: 1, snappy: 2, lz4: 3, zstd: 4 };

/** Each is loaded when a batch has need of it. */
const loaders: Readonly<Record<number, () => Promise<Codec>>> = {
  [compressionTypes.gzip]: async () => (await import("../support/compression/gzip.ts")).gzip,
  [compressionTypes.snappy]: async () => (await import("../support/compression/snappy.ts")).snappy,
  [compressionTypes.lz4]: async () => (await import("../support/compression/lz4.ts")).lz4,
  [compressionTypes.zstd]: async () => (await import("../support/compression/zstd.ts")).zstd(),
};

/** The codec of a number of Kafka's protocol; null for one that is not known. */
export function codecOf(type: number): Promise<Codec> | null {
  return loaders[type]?.() ?? null;
}
