/** Events that came together. */
export interface BatchSize {
  events: number;
  bytes: number;
}

/** So many batches that have left are let go of at once: a shift of each would move all behind it. */
const LET_GO = 64;

/** How large the batches in a channel are, which its events leave in the order in which they came. */
export class BatchSizes<T extends BatchSize> {
  readonly #batches: T[] = [];
  /** Of the batches so many have left. */
  #gone = 0;

  /** The one that came last, which may be all gone. */
  get last(): T | undefined {
    return this.#batches.at(-1);
  }

  /** The one that came first of those that have events left. */
  get first(): T | undefined {
    return this.#batches.slice(this.#gone).find(({ events }) => events > 0);
  }

  push(batch: T): void {
    this.#batches.push(batch);
  }

  /** So many events have left for good; gives their bytes: of a part of a batch, its share. */
  leave(events: number): number {
    let left = events;
    let bytes = 0;
    for (let first = this.#batches[this.#gone]; first !== undefined; first = this.#batches[this.#gone]) {
      const leaving = Math.min(left, first.events);
      const size = leaving === first.events ? first.bytes : Math.round((first.bytes * leaving) / first.events);
      first.bytes -= size;
      bytes += size;
      first.events -= leaving;
      left -= leaving;
      if (first.events > 0) break;
      // The last one stays, for events that are counted with it.
      if (this.#gone === this.#batches.length - 1) break;
      this.#gone += 1;
    }
    if (this.#gone < LET_GO) return bytes;
    this.#batches.splice(0, this.#gone);
    this.#gone = 0;
    return bytes;
  }
}
