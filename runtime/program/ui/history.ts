import { KEPT, type PartNow } from "./messages.ts";

/** How far back figures are kept, in ms: an hour. */
const SPAN = 3_600_000;

/** Values of a figure that are kept at most: one every 5 s. */
const MOST_POINTS = 720;

/** Values of all figures of all parts that are kept at most, 16 MB: a large program has fewer of each. */
const MOST_VALUES = 4_000_000;

/** The figures of the last hour, of every part. What it takes is known when it is made, and does not grow. */
export class History {
  /** Between two values, in ms. */
  readonly every: number;
  readonly #points: number;
  readonly #values: ReadonlyMap<string, Float32Array>;
  /** Number of the last interval that has values; intervals count from 1970. */
  #last = 0;

  constructor(ids: readonly string[], most = MOST_VALUES) {
    const fitting = Math.floor(most / (Math.max(1, ids.length) * KEPT.length));
    this.#points = Math.max(12, Math.min(MOST_POINTS, fitting));
    this.every = SPAN / this.#points;
    this.#values = new Map(ids.map((id) => [id, new Float32Array(this.#points * KEPT.length).fill(Number.NaN)]));
  }

  /** Whether an interval has begun that has no values yet. */
  isDue(time: number): boolean {
    return Math.floor(time / this.every) !== this.#last;
  }

  /** Keeps what parts do now, by id. Intervals that were left out stay empty. */
  add(time: number, parts: ReadonlyMap<string, PartNow>): void {
    const interval = Math.floor(time / this.every);
    const skipped = interval - this.#last;
    const isNew = skipped < 0 || skipped >= this.#points;
    for (const [id, values] of this.#values) {
      if (isNew) values.fill(Number.NaN);
      for (let gone = isNew ? interval : this.#last + 1; gone <= interval; gone++) {
        values.fill(Number.NaN, this.#at(gone), this.#at(gone) + KEPT.length);
      }
      const now = parts.get(id);
      if (now === undefined) continue;
      for (const [column, name] of KEPT.entries()) values[this.#at(interval) + column] = now[name] ?? Number.NaN;
    }
    this.#last = interval;
  }

  /** The values of a part by figure, oldest first, and the time of the last; figures without a value are left out. */
  of(id: string): { every: number; until: number; columns: Record<string, (number | null)[]> } | null {
    const values = this.#values.get(id);
    if (values === undefined) return null;
    const columns: Record<string, (number | null)[]> = {};
    for (const [column, name] of KEPT.entries()) {
      const found = Array.from({ length: this.#points }, (_, point) => {
        const value = values[this.#at(this.#last - this.#points + 1 + point) + column]!;
        return Number.isNaN(value) ? null : Number(value.toPrecision(4));
      });
      if (found.some((value) => value !== null)) columns[name] = found;
    }
    return { every: this.every, until: this.#last * this.every, columns };
  }

  /** Where the values of an interval begin. */
  #at(interval: number): number {
    return (((interval % this.#points) + this.#points) % this.#points) * KEPT.length;
  }
}
