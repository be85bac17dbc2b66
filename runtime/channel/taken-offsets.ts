/** Offsets from `from` up to but without `to`. */
export interface OffsetRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Which offsets of a log were taken for good. Several sinks may take from one channel and finish in any order; so it
 * is a low mark, below which all are, and ranges above it.
 */
export class TakenOffsets {
  #low: number;
  #ranges: OffsetRange[];

  constructor(low: number, ranges: readonly OffsetRange[] = []) {
    this.#low = low;
    this.#ranges = [...ranges];
  }

  get low(): number {
    return this.#low;
  }

  /** In order, apart from each other and above the low mark. */
  get ranges(): readonly OffsetRange[] {
    return this.#ranges;
  }

  /** How many there are. */
  get count(): number {
    return this.#ranges.reduce((sum, { from, to }) => sum + to - from, this.#low);
  }

  /** Adds a range of which nothing was in before. */
  add({ from, to }: OffsetRange): void {
    if (from === this.#low && this.#ranges.length === 0) {
      this.#low = to;
      return;
    }
    const at = this.#ranges.findIndex((range) => range.from > from);
    this.#ranges.splice(at < 0 ? this.#ranges.length : at, 0, { from, to });
    this.#join();
  }

  /** The ranges of [from, to) that were not taken. */
  missing(from: number, to: number): OffsetRange[] {
    const gaps: OffsetRange[] = [];
    let at = Math.max(from, this.#low);
    for (const range of this.#ranges) {
      if (range.from > at) gaps.push({ from: at, to: Math.min(range.from, to) });
      at = Math.max(at, range.to);
    }
    if (at < to) gaps.push({ from: at, to });
    return gaps.filter((gap) => gap.from < gap.to);
  }

  #join(): void {
    const joined: OffsetRange[] = [];
    for (const range of this.#ranges) {
      const last = joined.at(-1);
      if (range.from === this.#low) this.#low = range.to;
      else if (last !== undefined && last.to === range.from)
        joined[joined.length - 1] = { from: last.from, to: range.to };
      else joined.push(range);
    }
    this.#ranges = joined;
  }
}
