import { toBytes } from "../value/byte-text.ts";

/** MurmurHash2 with Kafka's seed, as a signed 32-bit number: Kafka's `org.apache.kafka.common.utils.Utils.murmur2`. */
export function murmur2(data: Uint8Array): number {
  const m = 0x5bd1e995;
  const length = data.length;
  let hash = 0x9747b28c ^ length;
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    let part = data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16) | (data[at + 3]! << 24);
    part = Math.imul(part, m);
    part ^= part >>> 24;
    part = Math.imul(part, m);
    hash = Math.imul(hash, m) ^ part;
  }
  const left = length - at;
  if (left >= 3) hash ^= data[at + 2]! << 16;
  if (left >= 2) hash ^= data[at + 1]! << 8;
  if (left >= 1) hash = Math.imul(hash ^ data[at]!, m);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, m);
  return hash ^ (hash >>> 15);
}

/** The partition of a key as Kafka's default partitioner chooses it: keyed data may move between the two. */
export function partitionOf(key: string, partitions: number): number {
  const bytes = toBytes(key);
  return (murmur2(typeof bytes === "string" ? Buffer.from(bytes) : bytes) & 0x7fff_ffff) % partitions;
}
