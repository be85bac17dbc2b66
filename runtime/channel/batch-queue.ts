/**
 * A queue of elements that come and go in batches. It keeps them as they came, so that a batch which is taken as a whole
 * costs no more than its pointer.
 */
export class BatchQueue<T> {
  /** None is empty. */
  readonly #batches: (readonly T[])[] = [];
  /** Of the first batch so many are taken. */
  #taken = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds a copy of `items` behind the last. */
  push(items: readonly T[]): void {
    if (items.length === 0) return;
    this.#batches.push(items.slice());
    this.#size += items.length;
  }

  /** Adds before the first, in order. The array is the queue's from then on. */
  unshift(items: readonly T[]): void {
    if (items.length === 0) return;
    const [first] = this.#batches;
    if (first !== undefined && this.#taken > 0) this.#batches[0] = first.slice(this.#taken);
    this.#taken = 0;
    this.#batches.unshift(items);
    this.#size += items.length;
  }

  /** Removes and gives up to `max` from the front. */
  shift(max: number): readonly T[] {
    const count = Math.min(max, this.#size);
    this.#size -= count;
    if (count === 0) return [];
    const first = this.#next(count);
    if (first.length === count) return first;
    const items = [...first];
    while (items.length < count) for (const item of this.#next(count - items.length)) items.push(item);
    return items;
  }

  /** Up to `max` of the first batch. */
  #next(max: number): readonly T[] {
    const first = this.#batches[0]!;
    const end = Math.min(this.#taken + max, first.length);
    const items = this.#taken === 0 && end === first.length ? first : first.slice(this.#taken, end);
    this.#taken = end;
    if (end === first.length) this.#batches.shift();
    // What was taken is let go of, though not by a copy of the rest each time.
    else if (2 * end >= first.length) this.#batches[0] = first.slice(end);
    else return items;
    this.#taken = 0;
    return items;
  }
}
