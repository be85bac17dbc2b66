import type { Event } from "../contract/event.ts";

/** Most bytes of records whose events stay in memory: 8 MiB. */
const MOST_BYTES = 8_388_608;

interface Recent<T> {
  /** Offset of the first event. */
  readonly base: number;
  readonly events: readonly Event<T>[];
  /** Of their records. */
  readonly bytes: number;
}

/**
 * The events of the last puts of a channel on disk, for a reader that is right behind: it need not read and decode what has
 * only just been written. Those that have no room are read from the disk.
 */
export class RecentBatches<T> {
  /** By offset. */
  readonly #batches: Recent<T>[] = [];
  #bytes = 0;

  add(base: number, events: readonly Event<T>[], bytes: number): void {
    if (this.#bytes + bytes > MOST_BYTES) return;
    // Whoever has put them may use the array again.
    this.#batches.push({ base, events: [...events], bytes });
    this.#bytes += bytes;
  }

  /** Up to `max` events from `offset` on; none where it is not here. What lies before is forgotten. */
  from(offset: number, max: number): Event<T>[] {
    const found: Event<T>[] = [];
    for (let first = this.#batches[0]; first !== undefined && found.length < max; first = this.#batches[0]) {
      const start = offset + found.length - first.base;
      if (start < 0) break;
      for (let at = start; at < first.events.length && found.length < max; at++) found.push(first.events[at]!);
      if (offset + found.length < first.base + first.events.length) break;
      this.#batches.shift();
      this.#bytes -= first.bytes;
    }
    return found;
  }
}
