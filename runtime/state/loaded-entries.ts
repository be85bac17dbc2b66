import { hashText } from "../batch/hash-text.ts";
import type { KeyOf } from "../batch/keyed-batch.ts";
import type { Entry } from "./entry.ts";

/** Slots at first, as a power of two. */
const FIRST_SLOTS = 256;

/** Slots that are looked at for one key: more than a table that is at most half full ever needs by chance. */
const MOST_PROBES = 256;

/** Fewer entries are in the processor's cache in any case. */
const LEAST_FETCHED = 32_768;

/** Places of entries that have left, before they are closed up. */
const LEAST_FREE = 1024;

/**
 * The entries of a table that are in memory, in the order in which they came. A hash table with linear probing: a look-up
 * meets half as much memory that is not in the processor's cache as one in a `Map`, and that of many keys can be fetched at
 * once. Where keys were chosen so that their hashes collide, a `Map` takes its place.
 */
export class LoadedEntries<K, V> {
  readonly #keyOf: KeyOf<K> | null;
  /** By number; a place is free where its entry has left. */
  #entries: (Entry<K, V> | undefined)[] = [];
  /** What keys are compared by, by number, where it is not the keys themselves. */
  #ids: unknown[] = [];
  /** Of each slot the hash of its key, and one more than the number of the entry; 0 where there is none. */
  #slots = new Int32Array(2 * FIRST_SLOTS);
  #size = 0;
  /** Numbers by what keys are compared by, once hashes have collided too often. */
  #numbers: Map<unknown, number> | null = null;
  /** Hashes, and then numbers, of keys that are fetched. */
  #fetched = new Int32Array(0);

  constructor(keyOf: KeyOf<K> | null) {
    this.#keyOf = keyOf;
  }

  get size(): number {
    return this.#size;
  }

  get(key: K): Entry<K, V> | undefined {
    const number = this.#numberOf(this.#idOf(key));
    return number === -1 ? undefined : this.#entries[number];
  }

  /** Adds the entry of a key that is not there yet. */
  add(entry: Entry<K, V>): void {
    const id = this.#idOf(entry.key);
    const behind = this.#entries.push(entry);
    if (this.#keyOf !== null) this.#ids.push(id);
    this.#size += 1;
    if (this.#numbers === null && 4 * this.#size > this.#slots.length) this.#grow();
    if (this.#numbers !== null) this.#numbers.set(id, behind - 1);
    else if (!this.#insert(hashOf(id), behind)) this.#collide();
  }

  /** Takes out the entry of a key, if it is there. */
  delete(key: K): void {
    const id = this.#idOf(key);
    let number = -1;
    if (this.#numbers !== null) {
      number = this.#numbers.get(id) ?? -1;
      this.#numbers.delete(id);
    } else {
      const slot = this.#slotOf(id, hashOf(id));
      if (slot !== -1) {
        number = this.#slots[slot + 1]! - 1;
        this.#empty(slot);
      }
    }
    if (number === -1) return;
    this.#entries[number] = undefined;
    if (this.#keyOf !== null) this.#ids[number] = undefined;
    this.#size -= 1;
  }

  /** All of them, and those that come meanwhile. */
  *values(): Generator<Entry<K, V>> {
    for (let number = 0; number < this.#entries.length; number++) {
      const entry = this.#entries[number];
      if (entry !== undefined) yield entry;
    }
  }

  forEach(each: (entry: Entry<K, V>) => void): void {
    for (let number = 0; number < this.#entries.length; number++) {
      const entry = this.#entries[number];
      if (entry !== undefined) each(entry);
    }
  }

  /** Brings them into the order in which their keys first came. Nobody may be in the middle of all of them. */
  sort(): void {
    this.#arrange([...this.values()].sort((a, b) => a.order - b.order));
  }

  /** Gives up places whose entries have left, where there are many. Nobody may be in the middle of all of them. */
  closeUp(): void {
    const free = this.#entries.length - this.#size;
    if (free >= LEAST_FREE && free >= this.#size) this.#arrange([...this.values()]);
  }

  /**
   * Reads the entries of keys that are about to be asked for, those of all keys at once: memory that is far away from the
   * processor answers for many of them in the time that one takes.
   */
  fetch(keys: readonly K[], use: (value: V) => unknown): void {
    if (this.#keyOf !== null || this.#numbers !== null || this.#size < LEAST_FETCHED) return;
    if (keys.length === 0) return;
    if (this.#fetched.length < keys.length) this.#fetched = new Int32Array(2 * keys.length);
    const [fetched, slots, entries] = [this.#fetched, this.#slots, this.#entries];
    const mask = slots.length - 2;
    for (let index = 0; index < keys.length; index++) fetched[index] = hashOf(keys[index]);
    for (let index = 0; index < keys.length; index++) {
      const hash = fetched[index]!;
      let slot = (2 * hash) & mask;
      while (slots[slot + 1] !== 0 && slots[slot] !== hash) slot = (slot + 2) & mask;
      fetched[index] = slots[slot + 1]! - 1;
    }
    let seen = 0;
    for (let index = 0; index < keys.length; index++) seen += entries[fetched[index]!]?.batch ?? 0;
    for (let index = 0; index < keys.length; index++) {
      const entry = entries[fetched[index]!];
      if (entry === undefined) continue;
      const { key, value, bytes } = entry;
      if (typeof key === "string") seen += key.length;
      if (typeof use(value) === "object") seen += bytes;
    }
    // What nobody needed would not have to be read.
    fetched[0] = seen;
  }

  #idOf(key: K): unknown {
    return this.#keyOf === null ? key : this.#keyOf(key);
  }

  /** The number of an entry; -1 where there is none. */
  #numberOf(id: unknown): number {
    if (this.#numbers !== null) return this.#numbers.get(id) ?? -1;
    const slot = this.#slotOf(id, hashOf(id));
    return slot === -1 ? -1 : this.#slots[slot + 1]! - 1;
  }

  #slotOf(id: unknown, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 2;
    for (let slot = (2 * hash) & mask; ; slot = (slot + 2) & mask) {
      const behind = slots[slot + 1]!;
      if (behind === 0) return -1;
      if (slots[slot] !== hash) continue;
      const other = this.#keyOf === null ? this.#entries[behind - 1]!.key : this.#ids[behind - 1];
      if (isSame(other, id)) return slot;
    }
  }

  /** Says whether there was a free slot near enough. */
  #insert(hash: number, behind: number): boolean {
    const slots = this.#slots;
    const mask = slots.length - 2;
    let slot = (2 * hash) & mask;
    for (let probes = 0; slots[slot + 1] !== 0; slot = (slot + 2) & mask) if (++probes > MOST_PROBES) return false;
    slots[slot] = hash;
    slots[slot + 1] = behind;
    return true;
  }

  /** Empties a slot. Those that had to give way to it move up, so that nothing is looked for behind a gap. */
  #empty(slot: number): void {
    const slots = this.#slots;
    const mask = slots.length - 2;
    let gap = slot;
    for (let next = (gap + 2) & mask; slots[next + 1] !== 0; next = (next + 2) & mask) {
      const home = (2 * slots[next]!) & mask;
      if (((next - home) & mask) < ((next - gap) & mask)) continue;
      slots[gap] = slots[next]!;
      slots[gap + 1] = slots[next + 1]!;
      gap = next;
    }
    slots[gap + 1] = 0;
  }

  #grow(): void {
    const slots = this.#slots;
    this.#slots = new Int32Array(2 * slots.length);
    for (let at = 0; at < slots.length; at += 2) {
      if (slots[at + 1] === 0 || this.#insert(slots[at]!, slots[at + 1]!)) continue;
      this.#collide();
      return;
    }
  }

  #collide(): void {
    this.#slots = new Int32Array(0);
    this.#numbers = new Map();
    for (const [number, entry] of this.#entries.entries()) {
      if (entry !== undefined) this.#numbers.set(this.#keyOf === null ? entry.key : this.#ids[number], number);
    }
  }

  #arrange(entries: readonly Entry<K, V>[]): void {
    this.#entries = [];
    this.#ids = [];
    this.#size = 0;
    if (this.#numbers === null) this.#slots.fill(0);
    else this.#numbers.clear();
    for (const entry of entries) this.add(entry);
  }
}

/** Of a key that is a primitive, or what stands for one that is not. */
function hashOf(id: unknown): number {
  if (typeof id === "string") return hashText(id, 0, id.length);
  if (Number.isInteger(id)) {
    const high = Math.floor((id as number) / 2 ** 32);
    const hash = Math.imul((id as number) ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
    return hash ^ (hash >>> 15);
  }
  const text = String(id);
  return hashText(text, 0, text.length);
}

/** As a `Map` compares keys: NaN is itself, and the two zeros are one. */
function isSame(a: unknown, b: unknown): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}
