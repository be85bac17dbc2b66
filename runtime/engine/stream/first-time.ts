import type { Log } from "../../contract/log.ts";
import { MOST_MISSED, nextMultiple } from "./batch-times.ts";
import type { Stream } from "./stream.ts";

/** The last batch of an earlier process; `last` is the time that its manifest has, where that is another one. */
export interface LastBatch {
  readonly time: number;
  readonly last?: number;
}

/** When a stream begins, and whether only to catch up. */
export interface Beginning {
  readonly now: number;
  readonly untilCaughtUp: boolean;
  readonly log: Log;
}

/**
 * The first time that a batch may have, in ms. A stream with state continues after its last batch and so runs those that
 * were missed meanwhile, with their own times, or merges them where it says so. After a long time it begins in the present
 * instead, unless it says `overrun queue`: nobody waits for a day of empty batches.
 */
export function firstTime(
  after: LastBatch | null,
  { every, place, overrun }: Pick<Stream, "every" | "place" | "overrun">,
  { now, untilCaughtUp, log }: Beginning,
): number {
  const next = nextMultiple(now, every);
  if (after === null) return next;
  const { last = after.time } = after;
  const first = last + every;
  // By one interval where the last batch was formed early, as the program drained, or by more to catch up.
  if (first > next + every && !untilCaughtUp) {
    const fields = { lastBatch: new Date(last).toISOString(), place };
    log.warn("the clock has been put back since the last batch", fields);
    return next;
  }
  const missed = (next - first) / every;
  if (missed <= MOST_MISSED || overrun !== undefined) return first;
  log.info("skipped missed batches", { batchesLeftOut: missed });
  return next;
}
