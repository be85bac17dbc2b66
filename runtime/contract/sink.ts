import type { Context } from "./context.ts";
import type { Event } from "./event.ts";

/**
 * Takes further events into a write that is under way: those that are there now, as many as its batch has room for.
 * Gives what `read` makes of them. Null when there are none, or when `read` gives null or throws: they are for the next
 * write then.
 */
export type Pull<T> = <Read>(read: (events: readonly Event<T>[]) => Read | null) => Promise<Read | null>;

/** Takes events out of the program. */
export interface Sink<T> {
  /** Most events of one `write`; what the sink's declaration names as its batch. */
  readonly batchSize: number;
  /**
   * Most writes that may be under way at once; 1 where a sink leaves it out. With more, a batch that fails may come
   * again behind later ones.
   */
  readonly parallel?: number;
  open(context: Context): Promise<void>;
  /**
   * Resolves when the events are as safe as the sink's declaration says. Rejects otherwise: the transaction is
   * rolled back and the same events come again after a back-off. A sink that sends its events one after the other may
   * `pull` more of them until it is done; they share the fate of the others.
   */
  write(events: readonly Event<T>[], pull?: Pull<T>): Promise<void>;
  /**
   * In a stream, instead of `write`: the whole batch, empty ones too, with its batch time in ms. A sink that does
   * not care about batches leaves it out, and gets `write` with a header `timestamp` of the batch time.
   */
  writeBatch?(elements: readonly T[], time: number): Promise<void>;
  /**
   * For a sink that is declared with `knowsBatches`, in a stream whose batches can be done again exactly as they were:
   * one batch as a whole, which `id` tells apart from all others. Where that batch is written already, also by an earlier
   * process that was killed since, it resolves and writes nothing. Otherwise it is written whole or not at all, and that
   * it is, is as safe as what was written. Only the last batch can come a second time.
   */
  writeOnce?(events: readonly Event<T>[], id: string): Promise<void>;
  /** Flushes and closes; what was written stays readable under its final name. */
  close(): Promise<void>;
}
