import type { Log } from "../../contract/log.ts";
import { nextMultiple } from "./batch-times.ts";
import type { Stream } from "./stream.ts";

/** Batches that were missed while the program was down and are run at its next start. */
const MOST_MISSED = 100;

/** The last batch of an earlier process; `last` is the time that its manifest has, where that is another one. */
export interface LastBatch {
  readonly time: number;
  readonly last?: number;
}

/**
 * The first time that a batch may have, in ms. A stream with state continues after its last batch and so runs those that
 * were missed meanwhile, with their own times. After a long time it begins in the present instead: nobody waits for a day
 * of empty batches.
 */
export function firstTime(
  after: LastBatch | null,
  { every, place }: Pick<Stream, "every" | "place">,
  now: number,
  log: Log,
): number {
  const next = nextMultiple(now, every);
  if (after === null) return next;
  const { last = after.time } = after;
  const first = last + every;
  // By one interval where the last batch was formed early, as the program drained.
  if (first > next + every) {
    const fields = { lastBatch: new Date(last).toISOString(), place };
    log.warn("the clock has been put back since the last batch", fields);
    return next;
  }
  const missed = (next - first) / every;
  if (missed <= MOST_MISSED) return first;
  log.info("skipped missed batches", { batchesLeftOut: missed });
  return next;
}
