import { type Schema, t } from "../contract/schema.ts";
import { stateBackend } from "../state/state-backend.ts";
import type { StateObject } from "../state/state-object.ts";
import type { BatchTime, WindowLengths } from "./schedule.ts";
import { WindowedReduce } from "./windowed-reduce.ts";

/** What a window of one reduced value is made with. */
export interface ReducedWindowOptions<T> extends WindowLengths {
  /** Type of the elements. */
  readonly element: Schema;
  readonly merge: (left: T, right: T) => T;
  /** Takes an element out again; see `WindowedReduceOptions`. */
  readonly inverse?: ((total: T, leaving: T) => T) | null;
}

/** All elements of a sliding window, merged into one: `reduceByWindow`. An empty window gives nothing. */
export class ReducedWindow<T> implements StateObject {
  readonly backend = stateBackend;
  readonly #reduce: WindowedReduce<null, T>;

  constructor({ element, ...options }: ReducedWindowOptions<T>) {
    this.#reduce = new WindowedReduce({ ...options, key: t.null, value: element }, "reduceByWindow");
  }

  get shape(): StateObject["shape"] {
    return this.#reduce.shape;
  }

  get pendingUntil(): number | null {
    return this.#reduce.pendingUntil;
  }

  attach(table: Parameters<StateObject["attach"]>[0]): void {
    this.#reduce.attach(table);
  }

  /** Adds an element of the batch under way. */
  add(element: T): void {
    this.#reduce.add(null, element);
  }

  /** Ends a batch: once for each, in order. Gives what a window that ends here comes to, and null where none ends. */
  advance(batch: BatchTime): T[] | null {
    return this.#reduce.advance(batch)?.map(([, merged]) => merged) ?? null;
  }
}
