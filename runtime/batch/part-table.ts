import { hashText } from "./hash-text.ts";

/** Slots at first, as a power of two. */
const FIRST_SLOTS = 256;

/** Slots that are looked at for one key: more than a table that is at most half full ever needs by chance. */
const MOST_PROBES = 256;

/** Up to this length a part is compared character by character: a call into V8 costs as much. */
const SHORT = 24;

/** Gives what a key has of two values. */
export type Merge<V> = (left: V, right: V) => V;

/**
 * Values by keys that are parts of longer texts, in the order in which the keys first came. A key is compared where it
 * stands, and cut out of its text once: of words that come again and again nothing is made. A hash table with linear probing;
 * where texts were chosen so that their hashes collide, V8's own takes its place.
 */
export class PartTable<V> {
  readonly #keys: string[] = [];
  readonly #values: V[] = [];
  /** One more than the number of the key in this slot; 0 where there is none. */
  #slots = new Int32Array(FIRST_SLOTS);
  #hashes = new Int32Array(FIRST_SLOTS);
  /** Numbers of keys, once hashes have collided too often. */
  #numbers: Map<string, number> | null = null;

  /** How many keys there are. */
  get size(): number {
    return this.#keys.length;
  }

  /** Merges `value` into that of the part of `text` from `from` up to `to`, or to its end where that is -1. */
  merge(text: string, from: number, to: number, value: V, merge: Merge<V>): void {
    const number = this.#numberOf(text, from, to === -1 ? text.length : to);
    const values = this.#values;
    if (number === values.length) values.push(value);
    else values[number] = merge(values[number]!, value);
  }

  *[Symbol.iterator](): Generator<[string, V]> {
    for (const [number, key] of this.#keys.entries()) yield [key, this.#values[number]!];
  }

  /** Keys are numbered as they come. */
  #numberOf(text: string, from: number, end: number): number {
    if (this.#numbers !== null) return this.#numberIn(this.#numbers, text.slice(from, end));
    const hash = hashText(text, from, end);
    const slots = this.#slots;
    const hashes = this.#hashes;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let probes = 0; probes < MOST_PROBES; probes++) {
      const next = slots[slot]!;
      if (next === 0) return this.#add(slot, hash, text.slice(from, end));
      if (hashes[slot] === hash && isPart(this.#keys[next - 1]!, text, from, end)) return next - 1;
      slot = (slot + 1) & mask;
    }
    this.#numbers = new Map(this.#keys.map((key, number) => [key, number]));
    return this.#numberIn(this.#numbers, text.slice(from, end));
  }

  #numberIn(numbers: Map<string, number>, key: string): number {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, this.#keys.length);
    return this.#keys.push(key) - 1;
  }

  #add(slot: number, hash: number, key: string): number {
    const size = this.#keys.push(key);
    this.#slots[slot] = size;
    this.#hashes[slot] = hash;
    if (2 * size >= this.#slots.length) this.#grow();
    return size - 1;
  }

  #grow(): void {
    const [slots, hashes] = [this.#slots, this.#hashes];
    const mask = 2 * slots.length - 1;
    this.#slots = new Int32Array(mask + 1);
    this.#hashes = new Int32Array(mask + 1);
    for (let old = 0; old < slots.length; old++) {
      if (slots[old] === 0) continue;
      let slot = hashes[old]! & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = slots[old]!;
      this.#hashes[slot] = hashes[old]!;
    }
  }
}

function isPart(key: string, text: string, from: number, end: number): boolean {
  const { length } = key;
  if (length !== end - from) return false;
  if (length > SHORT) return text.startsWith(key, from);
  for (let at = 0; at < length; at++) if (key.charCodeAt(at) !== text.charCodeAt(from + at)) return false;
  return true;
}
