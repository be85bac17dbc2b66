import { murmur2 } from "../../runtime/topic/murmur2.ts";

/** Keys whose partition is remembered; a full table is emptied rather than kept in order of use. */
const REMEMBERED = 4096;

/** Chooses the partition of each record, so that equal keys stay together whichever client writes them. */
export interface Partitioner {
  /** The partition of `key`: murmur2 of its bytes (UTF-8 of a text), as Kafka's own producer. */
  ofKey(key: string | Buffer): number;
  /** The partition for the next records without a key; call it once a batch, so that batches stay whole (KIP-480). */
  next(): number;
}

/** A partitioner over `count` partitions; batches without a key take turns, starting with partition `first`. */
export function partitioner(count: number, first = 0): Partitioner {
  const known = new Map<string, number>();
  const bytes = Buffer.allocUnsafe(256);
  let turn = first;

  function hash(key: string): number {
    // A UTF-16 unit takes three bytes of UTF-8 at most.
    return ofBytes(key.length * 3 <= bytes.length ? bytes.subarray(0, bytes.write(key)) : Buffer.from(key));
  }

  function ofBytes(data: Buffer): number {
    return (murmur2(data) & 0x7fffffff) % count;
  }

  return {
    ofKey(key) {
      if (typeof key !== "string") return ofBytes(key);
      let partition = known.get(key);
      if (partition === undefined) {
        if (known.size >= REMEMBERED) known.clear();
        partition = hash(key);
        known.set(key, partition);
      }
      return partition;
    },
    next() {
      const partition = turn % count;
      turn = partition + 1;
      return partition;
    },
  };
}
