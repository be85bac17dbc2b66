import type { KeyOf } from "../batch/keyed-batch.ts";
import type { Schema } from "../contract/schema.ts";
import { ColdIndex, hashOf } from "./cold-index.ts";
import type { Entry } from "./entry.ts";
import type { LiveSegment, LiveSegments } from "./log/live-segments.ts";
import { keyEnd, keyStart, orderAt } from "./log/state-record.ts";
import type { MemoryBound } from "./memory-bound.ts";
import type { TableCodec } from "./table-codec.ts";

/** Where entries are that are not in memory. */
export interface ColdStorage<K, V> {
  readonly codec: Omit<TableCodec<K, V>, "writeValue">;
  readonly segments: LiveSegments;
  readonly memory: MemoryBound;
}

/** How the keys of a table are compared. */
export interface KeyComparison<K> {
  readonly key: Schema;
  readonly keyOf?: KeyOf<K> | undefined;
}

/** A record in a log. */
export interface RecordPlace {
  readonly segment: LiveSegment;
  readonly position: number;
}

/** The entries of a table that are only on disk: their keys and values are read when they are asked for. */
export class ColdEntries<K, V> {
  readonly #storage: ColdStorage<K, V>;
  readonly #keyOf: KeyOf<K> | null;
  /** Whether keys are equal where what is written of them is. */
  readonly #isByText: boolean;
  #index = new ColdIndex();
  /** What was written last of a key that is looked for, and how many bytes that is. */
  #scratch = Buffer.allocUnsafeSlow(256);
  #length = 0;
  #counted = 0;

  constructor(storage: ColdStorage<K, V>, { key, keyOf }: KeyComparison<K>) {
    this.#storage = storage;
    this.#keyOf = keyOf ?? null;
    this.#isByText = keyOf === undefined && hasOneText(key);
  }

  get size(): number {
    return this.#index.size;
  }

  /** Takes in the record of a key that is not there yet; `bytes` are those of its segment. */
  admit(bytes: Buffer, { segment, position }: RecordPlace): void {
    this.#index.add(this.hashOfRecord(bytes, position), segment.number, position);
    this.#count();
  }

  /** Takes over an entry that is saved. */
  put(entry: Entry<K, V>): void {
    this.#index.add(this.#hashOfKey(entry.key), entry.segment!.number, entry.position);
    this.#count();
  }

  /** Gives the entry of `key` away, or undefined where there is none. */
  take(key: K): Entry<K, V> | undefined {
    if (this.#index.size === 0) return undefined;
    const hash = this.#hashOfKey(key);
    const { segments } = this.#storage;
    let found: Entry<K, V> | undefined;
    const slot = this.#index.find(hash, (number, position) => {
      const segment = segments.of(number);
      const record = segments.read(segment, position);
      if (!this.#isOf(record, key)) return false;
      found = this.#entryOf(record, { segment, position });
      return true;
    });
    if (slot !== -1) this.#remove(slot);
    return found;
  }

  /** Gives an entry away that `entries` gave. */
  drop({ key, segment, position }: Entry<K, V>): void {
    this.#remove(this.slotOf(this.#hashOfKey(key), { segment: segment!, position }));
  }

  /** The slot of the key whose record is at `place`; -1 where it is not one of these. */
  slotOf(hash: number, { segment, position }: RecordPlace): number {
    return this.#index.find(hash, (number, at) => number === segment.number && at === position);
  }

  /** A key's record was written once more. */
  move(hash: number, from: RecordPlace, to: RecordPlace): void {
    this.#index.move(this.slotOf(hash, from), to.segment.number, to.position);
  }

  /** All of them, in the order in which their keys first came; they stay here. */
  *entries(): Generator<Entry<K, V>> {
    const { segments } = this.#storage;
    const places: { order: number; number: number; position: number }[] = [];
    this.#index.forEach((number, position) => {
      places.push({ order: orderAt(segments.read(segments.of(number), position), 0), number, position });
    });
    places.sort((a, b) => a.order - b.order);
    for (const { number, position } of places) {
      const segment = segments.of(number);
      yield this.#entryOf(segments.read(segment, position), { segment, position });
    }
  }

  /** All of them, in no order; none is left here. */
  takeAll(): Entry<K, V>[] {
    const { segments } = this.#storage;
    const all: Entry<K, V>[] = [];
    this.#index.forEach((number, position) => {
      const segment = segments.of(number);
      all.push(this.#entryOf(segments.read(segment, position), { segment, position }));
    });
    this.#clear();
    return all;
  }

  /** Of the key in the record at `start`. */
  hashOfRecord(bytes: Buffer, start: number): number {
    const [from, to] = [keyStart(bytes, start), keyEnd(bytes, start)];
    if (this.#isByText) return hashOf(bytes, from, to);
    return this.#hashOfKey(this.#storage.codec.decodeKey(bytes.toString("utf8", from, to)));
  }

  #hashOfKey(key: K): number {
    const text = this.#isByText ? this.#storage.codec.encodeKey(key) : String(this.#idOf(key));
    if (3 * text.length > this.#scratch.length) this.#scratch = Buffer.allocUnsafeSlow(6 * text.length);
    this.#length = this.#scratch.write(text, 0, "utf8");
    return hashOf(this.#scratch, 0, this.#length);
  }

  #isOf(record: Buffer, key: K): boolean {
    const [from, to] = [keyStart(record, 0), keyEnd(record, 0)];
    if (this.#isByText) return this.#scratch.compare(record, from, to, 0, this.#length) === 0;
    const other = this.#storage.codec.decodeKey(record.toString("utf8", from, to));
    // As a Map compares them: NaN is itself, and the two zeros are one.
    return [this.#idOf(other)].includes(this.#idOf(key));
  }

  #entryOf(record: Buffer, { segment, position }: RecordPlace): Entry<K, V> {
    const { codec } = this.#storage;
    const split = keyEnd(record, 0);
    return {
      key: codec.decodeKey(record.toString("utf8", keyStart(record, 0), split)),
      value: codec.decodeValue(record.toString("utf8", split)),
      order: orderAt(record, 0),
      segment,
      position,
      bytes: record.length + 4,
      batch: 0,
    };
  }

  #idOf(key: K): unknown {
    return this.#keyOf === null ? key : this.#keyOf(key);
  }

  #remove(slot: number): void {
    this.#index.remove(slot);
    if (this.#index.size === 0) this.#clear();
  }

  #clear(): void {
    this.#index = new ColdIndex();
    this.#count();
  }

  #count(): void {
    this.#storage.memory.used += this.#index.bytes - this.#counted;
    this.#counted = this.#index.bytes;
  }
}

/** Whether equal keys of this type are always written alike: not so 0 and -0 among floats. */
function hasOneText(key: Schema): boolean {
  if (key.kind === "nullable") return hasOneText(key.type);
  return ["string", "int", "bool", "timestamp", "literal", "null"].includes(key.kind);
}
