/** Of as many slots at first, as a power of two. */
const FIRST_BITS = 10;
/** Bytes of a slot. */
const SLOT = 12;

/**
 * Where the records of keys are that are only on disk: a hash table with linear probing in typed arrays, so that ten million
 * keys take 200 MB and nothing of the garbage collector's time. It does not know the keys; whoever asks compares them.
 */
export class ColdIndex {
  #bits = FIRST_BITS;
  #hashes = new Uint32Array(1 << FIRST_BITS);
  #segments = new Uint32Array(1 << FIRST_BITS);
  /** 0 in an empty slot: no record begins there. */
  #positions = new Uint32Array(1 << FIRST_BITS);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** What it takes in memory. */
  get bytes(): number {
    return SLOT * this.#positions.length;
  }

  add(hash: number, segment: number, position: number): void {
    if (4 * (this.#size + 1) > 3 * this.#positions.length) this.#grow();
    this.#insert(hash, segment, position);
    this.#size += 1;
  }

  /** The slot of the first key with this hash that `isWanted`; -1 where there is none. */
  find(hash: number, isWanted: (segment: number, position: number) => boolean): number {
    const mask = this.#positions.length - 1;
    for (let slot = hash >>> (32 - this.#bits); this.#positions[slot] !== 0; slot = (slot + 1) & mask) {
      if (this.#hashes[slot] === hash && isWanted(this.#segments[slot]!, this.#positions[slot]!)) return slot;
    }
    return -1;
  }

  /** Gives a slot another record. */
  move(slot: number, segment: number, position: number): void {
    this.#segments[slot] = segment;
    this.#positions[slot] = position;
  }

  /** Empties a slot. Those that had to give way to it move up, so that nothing is looked for behind a gap. */
  remove(slot: number): void {
    const mask = this.#positions.length - 1;
    let gap = slot;
    for (let next = (gap + 1) & mask; this.#positions[next] !== 0; next = (next + 1) & mask) {
      const home = this.#hashes[next]! >>> (32 - this.#bits);
      if (((next - home) & mask) < ((next - gap) & mask)) continue;
      this.#hashes[gap] = this.#hashes[next]!;
      this.move(gap, this.#segments[next]!, this.#positions[next]!);
      gap = next;
    }
    this.#positions[gap] = 0;
    this.#size -= 1;
  }

  /** Calls `each` for all, in no order. */
  forEach(each: (segment: number, position: number) => void): void {
    for (let slot = 0; slot < this.#positions.length; slot++) {
      if (this.#positions[slot] !== 0) each(this.#segments[slot]!, this.#positions[slot]!);
    }
  }

  #insert(hash: number, segment: number, position: number): void {
    const mask = this.#positions.length - 1;
    let slot = hash >>> (32 - this.#bits);
    while (this.#positions[slot] !== 0) slot = (slot + 1) & mask;
    this.#hashes[slot] = hash;
    this.move(slot, segment, position);
  }

  #grow(): void {
    const [hashes, segments, positions] = [this.#hashes, this.#segments, this.#positions];
    this.#bits += 1;
    this.#hashes = new Uint32Array(2 * hashes.length);
    this.#segments = new Uint32Array(2 * hashes.length);
    this.#positions = new Uint32Array(2 * hashes.length);
    for (let slot = 0; slot < hashes.length; slot++) {
      if (positions[slot] !== 0) this.#insert(hashes[slot]!, segments[slot]!, positions[slot]!);
    }
  }
}

/** A hash of bytes whose high bits are as good as its low ones: FNV-1a, mixed as MurmurHash 3 ends. */
export function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
