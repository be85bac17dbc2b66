/** A queue in one array that grows to what was needed so far, and gives up its slots as they are read. */
export class Ring<T> {
  #slots: (T | undefined)[] = new Array(16);
  #head = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds behind the last. */
  push(items: readonly T[]): void {
    this.#reserve(items.length);
    const slots = this.#slots;
    const mask = slots.length - 1;
    let at = this.#head + this.#size;
    for (let index = 0; index < items.length; index++) slots[at++ & mask] = items[index];
    this.#size += items.length;
  }

  /** Adds before the first, in order: the first of `items` is then the first of all. */
  unshift(items: readonly T[]): void {
    this.#reserve(items.length);
    const slots = this.#slots;
    const mask = slots.length - 1;
    this.#head = (this.#head - items.length) & mask;
    for (let index = 0; index < items.length; index++) slots[(this.#head + index) & mask] = items[index];
    this.#size += items.length;
  }

  /** Removes and gives up to `max` from the front. */
  shift(max: number): T[] {
    const count = Math.min(max, this.#size);
    const items = new Array<T>(count);
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let index = 0; index < count; index++) {
      const at = (this.#head + index) & mask;
      items[index] = slots[at] as T;
      // Not to keep alive what was taken.
      slots[at] = undefined;
    }
    this.#head = (this.#head + count) & mask;
    this.#size -= count;
    return items;
  }

  #reserve(more: number): void {
    const needed = this.#size + more;
    const held = this.#slots;
    if (needed <= held.length) return;
    let length = held.length;
    while (length < needed) length *= 2;
    const slots = new Array<T | undefined>(length);
    for (let index = 0; index < this.#size; index++) slots[index] = held[(this.#head + index) & (held.length - 1)];
    this.#slots = slots;
    this.#head = 0;
  }
}
