import type { Context } from "./context.ts";

/**
 * What a stateful operator keeps, by key, in the order in which keys first came. It is saved with each batch, together with
 * the positions of the inputs, and taken back where the batch fails. Values are frozen: to change one, `set` another.
 */
export interface KeyedState<K, S> {
  /** How many keys have a state. */
  readonly size: number;
  /** The state of a key; null for none. */
  get(key: K): S | null;
  /** Keeps `state` for `key`, of the types that `stateful K, S` says. */
  set(key: K, state: S): void;
  /** Forgets a key, which may have no state. */
  remove(key: K): void;
  /** All keys with their states. */
  entries(): Iterable<readonly [key: K, state: S]>;
}

/** What a stateful operator is given with the elements of a batch. */
export interface OperatorBatch<K, S> {
  readonly state: KeyedState<K, S>;
  /** End of the batch in ms since 1970, a multiple of the interval. A batch that is done again has the same. */
  readonly time: number;
}

/**
 * An operator of a stream that keeps something between batches: what the function behind `extern operator … stateful K, S`
 * gives. There is one for each place in a program that uses it. What outlives a batch belongs into the state: anything else
 * that the operator remembers is neither saved nor taken back.
 */
export interface StatefulOperator<T, K, S, U, Others extends readonly unknown[] = []> {
  /** Called before the first batch. The program ends where it rejects. */
  open?(context: Context): Promise<void>;
  /**
   * Gives what comes out of a batch, which may be empty; behind `batch` the elements of the other streams that the operator
   * takes. The next batch waits for it. Where it rejects the batch has failed, and may be tried again.
   */
  batch(
    elements: readonly T[],
    batch: OperatorBatch<K, S>,
    ...others: { readonly [I in keyof Others]: readonly Others[I][] }
  ): readonly U[] | Promise<readonly U[]>;
  /** Called behind the last batch. */
  close?(): Promise<void>;
}
