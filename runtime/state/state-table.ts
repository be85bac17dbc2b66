import type { KeyOf } from "../batch/keyed-batch.ts";
import type { Schema } from "../contract/schema.ts";
import { ownText } from "../value/own-text.ts";
import { ColdEntries, type ColdStorage, type RecordPlace } from "./cold-entries.ts";
import type { Entry } from "./entry.ts";
import { LoadedEntries } from "./loaded-entries.ts";
import { isBounded, type MemoryBound } from "./memory-bound.ts";

/** What a table holds: of which types, and how keys are compared. */
export interface TableShape<K> {
  /** What keeps it: `window`. A table of another kind is not taken over. */
  readonly kind: string;
  readonly key: Schema;
  readonly value: Schema;
  /** Of one whose keys are times of batches: their interval in ms. */
  readonly every?: number;
  /** For keys that are not primitives. */
  readonly keyOf?: KeyOf<K>;
  /** Makes a value of the type that is written, where memory may hold it in another form. */
  // biome-ignore lint/suspicious/noExplicitAny: values of all types.
  readonly toStored?: (value: any) => unknown;
  /** Makes a value as memory holds it of one that was written. */
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly fromStored?: (stored: any) => unknown;
  /** Whether entries that no batch asks for may be only on disk: not those of which others keep parts in memory. */
  readonly spills?: boolean;
}

/** In place of the value of a key that was removed in the batch under way. */
const REMOVED = Symbol("removed");

/** What an entry takes in memory beside its record, and as a multiple of that, in bytes: with garbage, as measured. */
const ENTRY_BYTES = 400;
const VALUE_BYTES = 4;
/** What is left in memory when it was too much, as a part of what may be there. */
const LEFT = 0.9375;

/** A change of the batch under way: what an entry was before. */
export interface Change<K, V> {
  readonly entry: Entry<K, V>;
  readonly before: V | typeof REMOVED;
}

/**
 * What one operator keeps between batches, by key, in the order in which the keys first came. Values are not to be
 * changed in place: `set` is what is saved, and what a batch that fails has set is taken back.
 */
export class StateTable<K, V> {
  readonly shape: TableShape<K>;
  /** Those in memory. */
  readonly #entries: LoadedEntries<K, V>;
  /** Those that are only on disk; null for a table that is never saved there. */
  #cold: ColdEntries<K, V> | null = null;
  #memory: MemoryBound | null = null;
  /** Of what the bound counts, the part of `#entries`. */
  #counted = 0;
  /** Records that were written or read, and their bytes: of entries in memory so many, on average, are counted. */
  #records = 0;
  #recordBytes = 0;
  #changes: Change<K, V>[] = [];
  /** Whether the batch under way has removed any; an entry that is far away is not looked at where it has not. */
  #hasRemoved = false;
  #batch = 1;
  #size = 0;
  #nextOrder = 1;
  #isNew = true;
  /** False while entries may stand in another order than that of their keys. */
  #isSorted = true;

  constructor(shape: TableShape<K>) {
    this.shape = shape;
    this.#entries = new LoadedEntries(shape.keyOf ?? null);
  }

  /** How many keys there are. */
  get size(): number {
    return this.#size;
  }

  /** True until a batch that has it is saved. */
  get isNew(): boolean {
    return this.#isNew;
  }

  get(key: K): V | undefined {
    return this.find(key)?.value;
  }

  /** Brings closer the entries of keys that are about to be asked for, a few hundred, and what `use` looks at of their values. */
  fetch(keys: readonly K[], use: (value: V) => unknown = () => null): void {
    this.#entries.fetch(keys, use);
  }

  /** The entry of a key. */
  find(key: K): Entry<K, V> | undefined {
    const entry = this.#find(key);
    return entry === undefined || isRemoved(entry) ? undefined : entry;
  }

  /** Keeps `value` for `key`. */
  set(key: K, value: V): Entry<K, V> {
    const known = this.#find(key);
    if (known !== undefined) {
      this.change(known, value);
      return known;
    }
    const entry: Entry<K, V> = {
      key: typeof key === "string" ? (ownText(key) as K) : key,
      value,
      order: this.#nextOrder++,
      segment: null,
      position: 0,
      bytes: 0,
      batch: this.#batch,
    };
    this.#entries.add(entry);
    this.#changes.push({ entry, before: REMOVED });
    this.#size += 1;
    return entry;
  }

  /** Gives an entry another value. The very same value is no change: nothing is written for it. */
  change(entry: Entry<K, V>, value: V): void {
    if (entry.value === value) return;
    if (isRemoved(entry)) this.#size += 1;
    this.#note(entry);
    entry.value = value;
  }

  /** Removes an entry; one that is set again in the same batch keeps its place in the order. */
  remove(entry: Entry<K, V>): void {
    if (isRemoved(entry)) return;
    this.#size -= 1;
    this.#hasRemoved = true;
    this.#note(entry);
    (entry as Entry<K, unknown>).value = REMOVED;
  }

  /** All entries, in the order in which their keys first came. */
  *entries(): Generator<Entry<K, V>> {
    if (this.#isBounded && this.#cold !== null && this.#cold.size > 0) {
      yield* this.#merged(this.#cold);
      return;
    }
    this.load();
    this.#sort();
    for (const entry of this.#entries.values()) if (!isRemoved(entry)) yield entry;
  }

  /** Calls `each` for all entries; quicker than `entries` where there are millions. */
  forEach(each: (entry: Entry<K, V>) => void): void {
    if (this.#isBounded) {
      for (const entry of this.entries()) each(entry);
      return;
    }
    this.load();
    this.#sort();
    this.#entries.forEach((entry) => {
      if (!isRemoved(entry)) each(entry);
    });
  }

  /** What the batch under way has changed, one for each entry. */
  get changes(): readonly Change<K, V>[] {
    return this.#changes;
  }

  /** Whether the batch under way has changed an entry. */
  isChanged(entry: Entry<K, V>): boolean {
    return entry.batch === this.#batch;
  }

  /** The changes of the batch under way are saved. */
  settle(): void {
    if (this.#hasRemoved) {
      for (const { entry } of this.#changes) if (isRemoved(entry)) this.#entries.delete(entry.key);
    }
    if (this.#memory !== null && this.#isBounded) this.#spill(this.#memory);
    this.#entries.closeUp();
    this.#changes = [];
    this.#hasRemoved = false;
    this.#batch += 1;
    this.#isNew = false;
  }

  /** Takes back what the batch under way has changed. */
  rollback(): void {
    for (const { entry, before } of this.#changes) {
      if (!isRemoved(entry)) this.#size -= 1;
      if (before === REMOVED) this.#entries.delete(entry.key);
      else this.#size += 1;
      (entry as Entry<K, unknown>).value = before;
    }
    this.#changes = [];
    this.#hasRemoved = false;
    this.#batch += 1;
  }

  /** An earlier process has saved it, though it may be empty. */
  resume(): void {
    this.#isNew = false;
  }

  /** Says where its entries are saved. */
  storeIn(storage: ColdStorage<K, V>): void {
    this.#cold = new ColdEntries(storage, this.shape);
    this.#memory = storage.memory;
  }

  /** Takes in the record of a key that is not there yet; `bytes` are those of its segment. */
  restore(bytes: Buffer, place: RecordPlace): void {
    this.#cold!.admit(bytes, place);
    this.#size += 1;
  }

  /** Keys that come from now on stand behind `order`. */
  continueBehind(order: number): void {
    if (order >= this.#nextOrder) this.#nextOrder = order + 1;
  }

  /** Whether some of it is only on disk. */
  get isCold(): boolean {
    return (this.#cold?.size ?? 0) > 0;
  }

  /** Reads all that is only on disk. */
  load(): void {
    if (!this.isCold) return;
    for (const entry of this.#cold!.takeAll()) this.#entries.add(entry);
    this.#isSorted = false;
  }

  /** The entry in memory whose record is at `place`, one that the batch under way has removed included. */
  loadedAt(key: K, { segment, position }: RecordPlace): Entry<K, V> | undefined {
    const entry = this.#entries.get(key);
    return entry?.segment === segment && entry.position === position ? entry : undefined;
  }

  /** Those that are only on disk; null for a table that is never saved there. */
  get cold(): ColdEntries<K, V> | null {
    return this.#cold;
  }

  get #isBounded(): boolean {
    return this.shape.spills === true && this.#memory !== null && isBounded(this.#memory);
  }

  #find(key: K): Entry<K, V> | undefined {
    const entry = this.#entries.get(key);
    if (entry !== undefined || this.#cold === null) return entry;
    const read = this.#cold.take(key);
    if (read === undefined) return undefined;
    this.#entries.add(read);
    this.#countRecord(read);
    this.#isSorted = false;
    return read;
  }

  /** Those in memory and those on disk, of which none stays in memory that is not changed meanwhile. */
  *#merged(cold: ColdEntries<K, V>): Generator<Entry<K, V>> {
    const loaded = [...this.#entries.values()].sort((a, b) => a.order - b.order);
    let next = 0;
    for (const entry of cold.entries()) {
      for (; next < loaded.length && loaded[next]!.order < entry.order; next++) {
        if (!isRemoved(loaded[next]!)) yield loaded[next]!;
      }
      // Whoever was given one before may have asked for this one since.
      const now = this.#entries.get(entry.key) ?? entry;
      if (!isRemoved(now)) yield now;
    }
    for (; next < loaded.length; next++) if (!isRemoved(loaded[next]!)) yield loaded[next]!;
  }

  #note(entry: Entry<K, V>): void {
    if (entry.batch === this.#batch) return;
    // One that `entries` gave may be none of those in memory.
    if (this.isCold && this.#isBounded) this.#keep(entry);
    entry.batch = this.#batch;
    this.#changes.push({ entry, before: entry.value });
  }

  #keep(entry: Entry<K, V>): void {
    if (this.#entries.get(entry.key) !== undefined) return;
    this.#cold!.drop(entry);
    this.#entries.add(entry);
    this.#isSorted = false;
  }

  /** Forgets those that have been in memory for longest, where there is too much of it. */
  #spill(memory: MemoryBound): void {
    for (const { entry } of this.#changes) this.#countRecord(entry);
    const each = ENTRY_BYTES + (VALUE_BYTES * this.#recordBytes) / Math.max(1, this.#records);
    memory.used += each * this.#entries.size - this.#counted;
    if (memory.used > memory.limit) {
      for (const entry of this.#entries.values()) {
        if (memory.used <= LEFT * memory.limit) break;
        this.#entries.delete(entry.key);
        this.#cold!.put(entry);
        memory.used -= each;
      }
    }
    this.#counted = each * this.#entries.size;
  }

  #countRecord({ bytes }: Entry<K, V>): void {
    this.#records += 1;
    this.#recordBytes += bytes;
  }

  #sort(): void {
    if (this.#isSorted) return;
    this.#isSorted = true;
    this.#entries.sort();
  }
}

/** Whether the batch under way has removed an entry. */
export function isRemoved({ value }: Entry<unknown, unknown>): boolean {
  return value === REMOVED;
}
