/** Bits of a part. */
const PART = 512;

/**
 * Numbers that were seen, in little memory where they lie close together, as those of keys do. Each key has another one,
 * as long as it is not removed: so this says which records of a log are the newest of their keys, and compares no keys.
 */
export class SeenOrders {
  readonly #parts = new Map<number, Uint32Array>();
  #last = -1;
  #lastPart: Uint32Array = new Uint32Array(0);

  /** Says whether `order`, a whole number from 0 on, is seen for the first time. */
  add(order: number): boolean {
    const part = this.#partOf(Math.floor(order / PART));
    const bit = order % PART;
    const mask = 1 << (bit & 31);
    if ((part[bit >>> 5]! & mask) !== 0) return false;
    part[bit >>> 5]! |= mask;
    return true;
  }

  #partOf(number: number): Uint32Array {
    if (number === this.#last) return this.#lastPart;
    let part = this.#parts.get(number);
    if (part === undefined) {
      part = new Uint32Array(PART / 32);
      this.#parts.set(number, part);
    }
    this.#last = number;
    this.#lastPart = part;
    return part;
  }
}
