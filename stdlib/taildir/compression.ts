/** First bytes of compressed files; no text begins like this. */
const MAGICS: readonly (readonly [string, Buffer])[] = [
  ["gzip", Buffer.from([0x1f, 0x8b, 0x08])],
  ["zstd", Buffer.from([0x28, 0xb5, 0x2f, 0xfd])],
  ["xz", Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00])],
  ["bzip2", Buffer.from("BZh91AY")],
];

/** How many first bytes of a file `compressionOf` looks at. */
export const LONGEST_MAGIC = 7;

/** What a file is compressed with, by its first bytes; null for one that is not. */
export function compressionOf(first: Buffer): string | null {
  const found = MAGICS.find(([, magic]) => first.subarray(0, magic.length).equals(magic));
  return found?.[0] ?? null;
}
