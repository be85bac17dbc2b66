import type { Schema } from "../contract/schema.ts";
import { t } from "../contract/schema.ts";
import { StateTable, type TableShape } from "../state/state-table.ts";

/** What one batch has left in a window. */
export interface KeptBatch<E> {
  readonly time: number;
  readonly elements: E;
}

/** The shape of a table that has the elements of each batch under its time. */
export function batchShape(kind: string, every: number, element: Schema): TableShape<number> {
  return { kind, key: t.timestamp, value: t.array(element), every };
}

/** The batches that a window covers or is going to, oldest first, each saved once and removed as a whole. */
export class BatchTable<E> {
  readonly shape: TableShape<number>;
  #table: StateTable<number, E>;

  constructor(shape: TableShape<number>) {
    this.shape = shape;
    // Until it is attached to one that is saved.
    this.#table = new StateTable(shape);
  }

  attach(table: StateTable<number, E>): void {
    this.#table = table;
  }

  /** All that is there. */
  load(): KeptBatch<E>[] {
    const kept = [...this.#table.entries()].map(({ key, value }) => ({ time: key, elements: value }));
    return kept.sort((a, b) => a.time - b.time);
  }

  add(time: number, elements: E): void {
    this.#table.set(time, elements);
  }

  /** Holds the same elements in another form: no change. */
  hold(time: number, elements: E): void {
    const entry = this.#table.find(time);
    if (entry !== undefined) entry.value = elements;
  }

  remove(time: number): void {
    const entry = this.#table.find(time);
    if (entry !== undefined) this.#table.remove(entry);
  }

  /**
   * The clock was put back, and there are batches of the future: they become those of the batch before `time`, so that
   * nothing of them is lost, and none of them stays for as long as the clock was ahead.
   */
  rewind(time: number, join: (batches: readonly E[]) => E): void {
    const before = time - (this.shape.every ?? 0);
    const moved = this.load().filter((batch) => batch.time >= before);
    for (const batch of moved) this.remove(batch.time);
    this.add(before, join(moved.map(({ elements }) => elements)));
  }
}
