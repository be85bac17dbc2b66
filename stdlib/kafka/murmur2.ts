/**
 * Murmur2 as Kafka's Java client computes it (Austin Appleby's MurmurHash2, 32 bits, seed 0x9747b28c; see
 * `org.apache.kafka.common.utils.Utils.murmur2`), so that a key lands in the same partition whoever writes it.
 * Returns a signed 32-bit integer, as Java does.
 */
export function murmur2(data: Uint8Array): number {
  const mix = 0x5bd1e995;
  const length = data.length;
  const whole = length & ~3;
  let hash = 0x9747b28c ^ length;

  for (let at = 0; at < whole; at += 4) {
    let k = data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16) | (data[at + 3]! << 24);
    k = Math.imul(k, mix);
    k ^= k >>> 24;
    k = Math.imul(k, mix);
    hash = Math.imul(hash, mix) ^ k;
  }

  const rest = length - whole;
  if (rest === 3) hash ^= data[whole + 2]! << 16;
  if (rest >= 2) hash ^= data[whole + 1]! << 8;
  if (rest >= 1) hash = Math.imul(hash ^ data[whole]!, mix);

  hash = Math.imul(hash ^ (hash >>> 13), mix);
  return hash ^ (hash >>> 15);
}
