import { TakenOffsets } from "../../../runtime/channel/taken-offsets.ts";
import type { Event } from "../../../runtime/contract/event.ts";
import type { Positions } from "../../../runtime/contract/topic.ts";

/** Where the record of an event lies. */
export interface Place {
  readonly partition: number;
  /** In decimal text. */
  readonly offset: string;
}

/** What one read of the topic gave. */
export interface Given<T> {
  readonly events: readonly Event<T>[];
  /** Of each event. */
  readonly places: readonly Place[];
  /** Where the partitions stand behind it. */
  readonly positions: Positions;
  readonly bytes: number;
}

/** What one read of the topic gave, until all of it is done. */
interface Read extends Omit<Given<unknown>, "events"> {
  readonly number: number;
  /** Which of its events are done, by their index. */
  readonly done: TakenOffsets;
  /** So many of its first events are in `reached`: the last offset of each partition among them. */
  counted: number;
  readonly reached: Map<number, string>;
  /** It will be read again: what becomes of its events does not count. */
  isStale: boolean;
}

/** Events of one read that follow each other. */
export interface Part<T> {
  readonly read: Read;
  /** Place of the first event in its read. */
  readonly from: number;
  readonly events: readonly Event<T>[];
}

/**
 * What a channel has read of its topic: first waiting to be taken, then taken. Several sinks finish in any order, and a
 * group has one position in a partition: a position is given out once all that was read before it is done.
 */
export class Reads<T> {
  #reads: Read[] = [];
  #waiting: Part<T>[] = [];
  #number = 0;
  #events = 0;
  #bytes = 0;

  /** Events that were read and are not done, those of reads included that wait for earlier ones. */
  get size(): number {
    return this.#events;
  }

  /** Bytes of the records of these events. */
  get bytes(): number {
    return this.#bytes;
  }

  get hasWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** A read is to be taken; gives the positions that may be committed at once, as after a read without events. */
  add({ events, places, positions, bytes }: Given<T>): Positions | null {
    const number = ++this.#number;
    const done = new TakenOffsets(0);
    const read = { number, positions, places, bytes, done, counted: 0, reached: new Map(), isStale: false };
    this.#reads.push(read);
    this.#events += events.length;
    this.#bytes += bytes;
    if (events.length > 0) this.#waiting.push({ read, from: 0, events });
    return this.#commitable();
  }

  /** Up to `max` events from the head; null where none waits. */
  take(max: number): readonly Part<T>[] | null {
    const taken: Part<T>[] = [];
    let room = max;
    while (room > 0) {
      const first = this.#waiting.shift();
      if (first === undefined) break;
      const { read, from, events } = first;
      if (events.length > room) {
        this.#waiting.unshift({ read, from: from + room, events: events.slice(room) });
        taken.push({ read, from, events: events.slice(0, room) });
        break;
      }
      taken.push(first);
      room -= events.length;
    }
    return taken.length === 0 ? null : taken;
  }

  /** Puts what was taken back where it was. */
  giveBack(parts: readonly Part<T>[]): void {
    for (const part of parts) {
      if (part.read.isStale) continue;
      const at = this.#waiting.findIndex((other) => comesBefore(part, other));
      this.#waiting.splice(at < 0 ? this.#waiting.length : at, 0, part);
    }
  }

  /** What was taken is done; gives the positions that may be committed now, null where there is none. */
  done(parts: readonly Part<T>[]): Positions | null {
    for (const { read, from, events } of parts) {
      if (read.isStale) continue;
      read.done.add({ from, to: from + events.length });
      this.#events -= events.length;
    }
    return this.#commitable();
  }

  /** All that is not done will be read again. */
  forget(): void {
    for (const read of this.#reads) read.isStale = true;
    this.#reads = [];
    this.#waiting = [];
    this.#events = 0;
    this.#bytes = 0;
  }

  /** Behind the reads that are done, and behind the first events of the one that is not. */
  #commitable(): Positions | null {
    let last: Positions | null = null;
    for (let first = this.#reads[0]; first !== undefined; first = this.#reads[0]) {
      if (first.done.low < first.places.length) return reached(first, last);
      last = first.positions;
      this.#bytes -= first.bytes;
      this.#reads.shift();
    }
    return last;
  }
}

/** `before`, and how far the first events of `read` are done; null where that is nothing new. */
function reached(read: Read, before: Positions | null): Positions | null {
  const { places, done, reached } = read;
  if (done.low === read.counted) return before;
  for (; read.counted < done.low; read.counted++) {
    const { partition, offset } = places[read.counted]!;
    reached.set(partition, offset);
  }
  const behind = [...reached].map(([partition, offset]) => [partition, String(BigInt(offset) + 1n)] as const);
  return new Map([...(before ?? []), ...behind]);
}

function comesBefore<T>(one: Part<T>, other: Part<T>): boolean {
  return one.read.number < other.read.number || (one.read.number === other.read.number && one.from < other.from);
}
