import type { Event } from "../../runtime/contract/event.ts";

/** Consecutive records of one partition, decoded. */
export interface Chunk<T> {
  readonly partition: number;
  readonly events: readonly Event<T>[];
  /** Offset of each event. */
  readonly offsets: readonly string[];
  /** Where the partition stands after this chunk. */
  readonly next: string;
  /** What its records take in memory, about. */
  readonly bytes: number;
}

/** What may wait at most, in events and bytes; a chunk that finds any room comes in whole, so it may be more. */
const MOST_EVENTS = 10_000;
const MOST_BYTES = 32 * 1024 * 1024;

/**
 * What a reader has fetched: first waiting to be read, then read and not yet committed. What was read is kept until
 * it is committed, so that going back costs no second fetch and gives the very same records.
 */
export class Backlog<T> {
  #waiting: Chunk<T>[] = [];
  #read: Chunk<T>[] = [];
  /** Events of the first waiting chunk that were read already: a long chunk is not copied for each part of it. */
  #start = 0;
  #count = 0;
  #bytes = 0;

  /** Events that wait to be read. */
  get size(): number {
    return this.#count;
  }

  /** Whether more than enough waits. */
  get isFull(): boolean {
    return this.#count >= MOST_EVENTS || this.#bytes >= MOST_BYTES;
  }

  /** Whether something was read and neither committed nor given back. */
  get hasUncommitted(): boolean {
    return this.#read.length > 0;
  }

  push(chunk: Chunk<T>): void {
    this.#waiting.push(chunk);
    this.#add(chunk, 1);
  }

  /**
   * What follows in `partition` up to `next` has no events. False when nothing of it waits, so that it stands at
   * `next` already.
   */
  skip(partition: number, next: string): boolean {
    this.#cutHead();
    const last = this.#waiting.findLastIndex((chunk) => chunk.partition === partition);
    const chunk = this.#waiting[last];
    if (chunk === undefined) return false;
    this.#waiting[last] = { ...chunk, next };
    return true;
  }

  /** Up to `max` events from the head, whole chunks and a part of the last one; they count as read from now on. */
  take(max: number): readonly Chunk<T>[] {
    const taken: Chunk<T>[] = [];
    let room = max;
    let whole = 0;
    for (const chunk of this.#waiting) {
      const left = chunk.events.length - (whole === 0 ? this.#start : 0);
      if (left > room) break;
      taken.push(left === chunk.events.length ? chunk : slice(chunk, this.#start));
      room -= left;
      whole++;
    }
    if (whole > 0) {
      this.#waiting.splice(0, whole);
      this.#start = 0;
    }
    const next = this.#waiting[0];
    if (next !== undefined && room > 0) {
      taken.push(slice(next, this.#start, this.#start + room));
      this.#start += room;
    }
    for (const chunk of taken) this.#add(chunk, -1);
    this.#read.push(...taken);
    return taken;
  }

  /** The same, but no more of a partition than `most` says; the rest of it waits, and what is behind it may be taken. */
  takeWithin(max: number, most: ReadonlyMap<number, number>): readonly Chunk<T>[] {
    this.#cutHead();
    const left = new Map(most);
    const taken: Chunk<T>[] = [];
    let room = max;
    this.#waiting = this.#waiting.flatMap((chunk) => {
      const { partition, events } = chunk;
      const had = left.get(partition) ?? Number.POSITIVE_INFINITY;
      const count = Math.min(events.length, room, had);
      if (count <= 0) return [chunk];
      left.set(partition, had - count);
      room -= count;
      taken.push(count === events.length ? chunk : slice(chunk, 0, count));
      return count === events.length ? [] : [slice(chunk, count)];
    });
    for (const chunk of taken) this.#add(chunk, -1);
    this.#read.push(...taken);
    return taken;
  }

  /** What was read of `partitions` waits to be read again, before everything else and in the order it was read. */
  giveBack(partitions: ReadonlySet<number>): void {
    const back = this.#read.filter((chunk) => partitions.has(chunk.partition));
    if (back.length === 0) return;
    this.#read = this.#read.filter((chunk) => !partitions.has(chunk.partition));
    this.#cutHead();
    this.#waiting.unshift(...back);
    for (const chunk of back) this.#add(chunk, 1);
  }

  /** Everything of `partition` below `offset` is committed. */
  commit(partition: number, offset: string): void {
    const end = BigInt(offset);
    this.#read = this.#read.flatMap((chunk) => {
      if (chunk.partition !== partition) return [chunk];
      if (BigInt(chunk.next) <= end) return [];
      const done = chunk.offsets.filter((each) => BigInt(each) < end).length;
      return [done === 0 ? chunk : slice(chunk, done)];
    });
  }

  /** Everything of `partition` is dropped, read or not. */
  forget(partition: number): void {
    this.#read = this.#read.filter((chunk) => chunk.partition !== partition);
    this.#cutHead();
    this.#waiting = this.#waiting.filter((chunk) => chunk.partition !== partition);
    this.#count = 0;
    this.#bytes = 0;
    for (const chunk of this.#waiting) this.#add(chunk, 1);
  }

  #add({ events, bytes }: Chunk<T>, times: 1 | -1): void {
    this.#count += times * events.length;
    this.#bytes += times * bytes;
  }

  /** The first waiting chunk without what was read of it. */
  #cutHead(): void {
    const first = this.#waiting[0];
    if (first !== undefined && this.#start > 0) this.#waiting[0] = slice(first, this.#start);
    this.#start = 0;
  }
}

function slice<T>(chunk: Chunk<T>, from: number, to = chunk.events.length): Chunk<T> {
  const { partition, events, offsets, next, bytes } = chunk;
  // By whole events up to either end, so that the parts make up the whole.
  const upTo = (index: number) => Math.floor((bytes * index) / events.length);
  return {
    partition,
    events: events.slice(from, to),
    offsets: offsets.slice(from, to),
    next: offsets[to] ?? next,
    bytes: upTo(to) - upTo(from),
  };
}
