import type { Room, Rooms } from "./rooms.ts";

/** What the values of one key in a window come to, as they enter at one end and leave at the other. */
export interface Fold<V> {
  /** A value enters, in a pane of `block`; blocks are as long as the window, and only get greater. */
  enter(value: V, block: number): void;
  /** The oldest value leaves, which was `value`. */
  leave(value: V): void;
  /** The key has come to `block`, with or without a value. */
  turn(block: number): void;
  /** What the values come to; there is at least one. */
  total(): V;
  /** There is none, and none will be. */
  end(): void;
}

/** Takes values out again: `inverse(merge(a, b), a)` is `b`. */
export class InverseFold<V> implements Fold<V> {
  readonly #merge: (left: V, right: V) => V;
  readonly #inverse: (total: V, leaving: V) => V;
  #count = 0;
  #total: V | null = null;

  constructor(merge: (left: V, right: V) => V, inverse: (total: V, leaving: V) => V) {
    this.#merge = merge;
    this.#inverse = inverse;
  }

  enter(value: V): void {
    this.#total = this.#count === 0 ? value : this.#merge(this.#total as V, value);
    this.#count += 1;
  }

  leave(value: V): void {
    this.#count -= 1;
    // Of no values nothing is left, whatever the inverse would make of it.
    this.#total = this.#count === 0 ? null : this.#inverse(this.#total as V, value);
  }

  turn(): void {}

  end(): void {}

  total(): V {
    return this.#total as V;
  }
}

/** Room for so many values at first; it grows by half of it. */
const FEW = 4;

/** What folds by blocks share. */
export interface BlockFoldOptions<V> {
  readonly merge: (left: V, right: V) => V;
  readonly rooms: Rooms<V>;
  /** Most values that a window has, so that there is no more room than is needed. */
  readonly most: number;
}

/**
 * Merges without taking out: the sliding-window minimum of van Herk, Gil and Werman for any merge. Time is cut into blocks as
 * long as the window, so that a window is the end of one block and the beginning of the next. Of the block before, each
 * value is kept merged with all that follow it there; of the current one, what has come so far. A value is merged three
 * times at most, however long the window is, and the same values always in the same way, which tells in sums of floats.
 * All of them are in one ring, oldest first: those of a block that is over are merged where they are.
 */
export class BlockFold<V> implements Fold<V> {
  readonly #options: BlockFoldOptions<V>;
  #ring: Room<V> | null = null;
  /** Where the oldest is, how many there are, and how many of them, the oldest, are of the block before. */
  #first = 0;
  #size = 0;
  #before = 0;
  /** What the current block comes to. */
  #merged: V | null = null;
  #block = Number.NEGATIVE_INFINITY;

  constructor(options: BlockFoldOptions<V>) {
    this.#options = options;
  }

  enter(value: V, block: number): void {
    this.turn(block);
    const { merge } = this.#options;
    this.#merged = this.#size === this.#before ? value : merge(this.#merged as V, value);
    let ring = this.#ring;
    if (ring === null || this.#size === ring.length) ring = this.#grow(value);
    ring.values[this.#at(ring, this.#size)] = value;
    this.#size += 1;
  }

  leave(): void {
    if (this.#before === 0) this.#finishBlock();
    this.#first = this.#first + 1 === this.#ring!.length ? 0 : this.#first + 1;
    this.#size -= 1;
    this.#before -= 1;
  }

  turn(block: number): void {
    if (block === this.#block) return;
    this.#block = block;
    // All of the block before the last has left: a block is as long as the window.
    if (this.#before === 0) this.#finishBlock();
  }

  total(): V {
    if (this.#before === 0) return this.#merged as V;
    const before = this.#ring!.values[this.#ring!.base + this.#first] as V;
    return this.#size === this.#before ? before : this.#options.merge(before, this.#merged as V);
  }

  end(): void {
    if (this.#ring !== null) this.#options.rooms.giveBack(this.#ring);
    this.#ring = null;
  }

  /** The current block is over. */
  #finishBlock(): void {
    this.#before = this.#size;
    this.#merged = null;
    const ring = this.#ring;
    if (ring === null) return;
    const { merge } = this.#options;
    const { values } = ring;
    for (let index = this.#size - 2; index >= 0; index--) {
      const at = this.#at(ring, index);
      values[at] = merge(values[at] as V, values[this.#at(ring, index + 1)] as V);
    }
  }

  /** Where the value is that has so many before it. */
  #at({ base, length }: Room<V>, index: number): number {
    const at = this.#first + index;
    return base + (at < length ? at : at - length);
  }

  #grow(filler: V): Room<V> {
    const { rooms, most } = this.#options;
    const former = this.#ring;
    const length = former?.length ?? 0;
    const wanted = Math.max(FEW, length + (length >> 1));
    const ring = rooms.take(length < most ? Math.min(wanted, most) : wanted, filler);
    if (former !== null) {
      for (let index = 0; index < this.#size; index++) {
        ring.values[ring.base + index] = former.values[this.#at(former, index)] as V;
      }
      rooms.giveBack(former);
    }
    this.#ring = ring;
    this.#first = 0;
    return ring;
  }
}
