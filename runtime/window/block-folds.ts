import { doubled, FIRST_KEYS, type Folds } from "./folds.ts";
import type { Rooms, Values } from "./rooms.ts";

/** What is known of a key, in so many places of one array: what is asked for together is near. */
const PLACES = 8;
/** Where in its ring the oldest value is, how many there are, and how many of them, the oldest, are of the block before. */
const FIRST = 0;
const SIZE = 1;
const BEFORE = 2;
/** Its room, which begins with what the current block comes to; the ring, of LENGTH values, is behind that. */
const BASE = 3;
const LENGTH = 4;
/** What of all blocks it is ahead by, so that not all keys begin one with the same batch. */
const PHASE = 5;
/** Its block, a float, is in the last two places. */
const BLOCK = 3;

/** Values of a ring at first; it grows by half of it. */
const FEW = 4;

/** What `BlockFolds` are made with. */
export interface BlockFoldsOptions<V> {
  readonly merge: (left: V, right: V) => V;
  readonly rooms: Rooms<V>;
  /** Panes of a window, and so of a block. */
  readonly panes: number;
  /** Most values that a window has, so that there is no more room than is needed. */
  readonly most: number;
}

/**
 * Merges without taking out: the sliding-window minimum of van Herk, Gil and Werman for any merge. Time is cut into blocks as
 * long as the window, so that a window is the end of one block and the beginning of the next. Of the block before, each
 * value is kept merged with all that follow it there; of the current one, what has come so far. A value is merged three
 * times at most, however long the window is, and the same values always in the same way, which tells in sums of floats.
 * All values of a key are in one ring, oldest first: those of a block that is over are merged where they are.
 */
export class BlockFolds<V> implements Folds<V> {
  readonly #options: BlockFoldsOptions<V>;
  #known = new Int32Array(FIRST_KEYS * PLACES);
  #blocks = new Float64Array(this.#known.buffer);
  /** What the room of a key is in. */
  readonly #values: Values<V>[] = [];
  /** The keys that have values, by phase. */
  readonly #byPhase = new Map<number, Set<number>>();

  constructor(options: BlockFoldsOptions<V>) {
    this.#options = options;
  }

  begin(number: number, id: unknown): void {
    const at = number * PLACES;
    if (at >= this.#known.length) {
      this.#known = doubled(this.#known);
      this.#blocks = new Float64Array(this.#known.buffer);
    }
    this.#known.fill(0, at, at + PLACES);
    this.#known[at + PHASE] = phaseOf(id, this.#options.panes);
    this.#setBlock(at, Number.NEGATIVE_INFINITY);
  }

  enter(number: number, value: V, pane: number): void {
    const at = number * PLACES;
    const phase = this.#known[at + PHASE]!;
    this.#turn(number, this.#blockOf(phase, pane));
    const known = this.#known;
    const size = known[at + SIZE]!;
    if (size === known[at + LENGTH]!) this.#grow(number);
    if (size === 0) this.#keysOf(phase).add(number);
    const values = this.#values[number]!;
    const base = known[at + BASE]!;
    values[base] = size === known[at + BEFORE]! ? value : this.#options.merge(values[base] as V, value);
    values[this.#placeOf(at, size)] = value;
    known[at + SIZE] = size + 1;
  }

  leave(number: number): void {
    const known = this.#known;
    const at = number * PLACES;
    if (known[at + BEFORE] === 0) this.#finishBlock(number);
    const next = known[at + FIRST]! + 1;
    known[at + FIRST] = next === known[at + LENGTH]! ? 0 : next;
    known[at + SIZE]! -= 1;
    known[at + BEFORE]! -= 1;
    if (known[at + SIZE] === 0) this.#keysOf(known[at + PHASE]!).delete(number);
  }

  turn(pane: number): void {
    const { panes } = this.#options;
    const phase = (panes - (((pane % panes) + panes) % panes)) % panes;
    for (const number of this.#byPhase.get(phase) ?? []) this.#turn(number, this.#blockOf(phase, pane));
  }

  countOf(number: number): number {
    return this.#known[number * PLACES + SIZE]!;
  }

  total(number: number): V {
    const known = this.#known;
    const at = number * PLACES;
    const values = this.#values[number]!;
    const current = values[known[at + BASE]!] as V;
    const before = known[at + BEFORE]!;
    if (before === 0) return current;
    const oldest = values[this.#placeOf(at, 0)] as V;
    return known[at + SIZE] === before ? oldest : this.#options.merge(oldest, current);
  }

  end(number: number): void {
    const at = number * PLACES;
    const length = this.#known[at + LENGTH]!;
    if (length === 0) return;
    this.#options.rooms.giveBack({ values: this.#values[number]!, base: this.#known[at + BASE]! }, 1 + length);
    this.#known[at + LENGTH] = 0;
    this.#values[number] = NOTHING;
  }

  /** A key has come to a block: nothing is done where it was there. */
  #turn(number: number, block: number): void {
    const at = number * PLACES;
    if (this.#blocks[at / 2 + BLOCK] === block) return;
    this.#setBlock(at, block);
    // All of the block before the last has left: a block is as long as the window.
    if (this.#known[at + BEFORE] === 0) this.#finishBlock(number);
  }

  /** The current block of a key is over. */
  #finishBlock(number: number): void {
    const at = number * PLACES;
    const size = this.#known[at + SIZE]!;
    this.#known[at + BEFORE] = size;
    if (size === 0) return;
    const { merge } = this.#options;
    const values = this.#values[number]!;
    let next = this.#placeOf(at, size - 1);
    for (let index = size - 2; index >= 0; index--) {
      const place = this.#placeOf(at, index);
      values[place] = merge(values[place] as V, values[next] as V);
      next = place;
    }
  }

  #blockOf(phase: number, pane: number): number {
    return Math.floor((pane + phase) / this.#options.panes);
  }

  #setBlock(at: number, block: number): void {
    this.#blocks[at / 2 + BLOCK] = block;
  }

  #keysOf(phase: number): Set<number> {
    let keys = this.#byPhase.get(phase);
    if (keys === undefined) {
      keys = new Set();
      this.#byPhase.set(phase, keys);
    }
    return keys;
  }

  /** Where the value is that has so many before it; `at` is where its key is known. */
  #placeOf(at: number, index: number): number {
    const known = this.#known;
    const length = known[at + LENGTH]!;
    const place = known[at + FIRST]! + index;
    return known[at + BASE]! + 1 + (place < length ? place : place - length);
  }

  #grow(number: number): void {
    const { rooms, most } = this.#options;
    const known = this.#known;
    const at = number * PLACES;
    const former = known[at + LENGTH]!;
    const wanted = Math.max(FEW, former + (former >> 1));
    const length = former < most ? Math.min(wanted, most) : wanted;
    const { values, base } = rooms.take(1 + length);
    if (former > 0) {
      const old = { values: this.#values[number]!, base: known[at + BASE]! };
      values[base] = old.values[old.base] as V;
      for (let index = 0; index < former; index++) {
        values[base + 1 + index] = old.values[this.#placeOf(at, index)] as V;
      }
      rooms.giveBack(old, 1 + former);
    }
    this.#values[number] = values;
    known[at + FIRST] = 0;
    known[at + BASE] = base;
    known[at + LENGTH] = length;
  }
}

/** In place of the values of a key that has ended. */
const NOTHING: Values<never> = {};

/** A number below `count` that spreads keys evenly, always the same for one: FNV-1a. */
function phaseOf(id: unknown, count: number): number {
  const text = String(id);
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % count;
}
