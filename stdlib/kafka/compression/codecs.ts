import type { Codec } from "./codec.ts";

export type Compression = "none" | "gzip" | "snappy" | "lz4" | "zstd";

/** Their numbers in Kafka's protocol. */
export const compressionTypes: Readonly<Record<Compression, number>> = { none: 0, gzip: 1, snappy: 2, lz4: 3, zstd: 4 };

/** Each is loaded when a batch has need of it. */
const loaders: Readonly<Record<number, () => Promise<Codec>>> = {
  [compressionTypes.gzip]: async () => (await import("./gzip.ts")).gzip,
  [compressionTypes.snappy]: async () => (await import("./snappy.ts")).snappy,
  [compressionTypes.lz4]: async () => (await import("./lz4.ts")).lz4,
  [compressionTypes.zstd]: async () => (await import("./zstd.ts")).zstd(),
};

/** The codec of a number of Kafka's protocol; null for one that is not known. */
export function codecOf(type: number): Promise<Codec> | null {
  return loaders[type]?.() ?? null;
}
