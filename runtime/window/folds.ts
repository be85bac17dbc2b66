/**
 * What the values of each key in a window come to, as they enter at one end and leave at the other. Keys have numbers; what
 * is known of them stands in a few long arrays, which the garbage collector passes in one step.
 */
export interface Folds<V> {
  /** A key begins without a value. `id` is what it is compared by. */
  begin(number: number, id: unknown): void;
  /** A value of a key enters, in a pane. Panes only get greater. */
  enter(number: number, value: V, pane: number): void;
  /** The oldest value of a key leaves, which was `value`. */
  leave(number: number, value: V): void;
  /** All keys have come to a pane, with or without a value. */
  turn(pane: number): void;
  /** How many values a key has. */
  countOf(number: number): number;
  /** What the values of a key come to; there is at least one. */
  total(number: number): V;
  /** A key ends, which has no value any more. */
  end(number: number): void;
}

/** For so many keys there is room at first. */
export const FIRST_KEYS = 256;

/** Twice as long, with what is there. */
export function doubled(column: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(2 * column.length);
  longer.set(column);
  return longer;
}
