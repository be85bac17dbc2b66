/** Intervals that may pass while a program is down, or the clock jumps, before batches for them are left out. */
export const MOST_MISSED = 100;

/** A wait of a batch is late by less, however busy the machine is, in ms. */
const SHORTEST_JUMP = 60_000;

/** The first time that a batch may have, in ms. Spark's rule: a start exactly on a multiple waits for a whole interval. */
export function nextMultiple(now: number, every: number): number {
  return (Math.floor(now / every) + 1) * every;
}

/** The last multiple of the interval that has passed. */
export function lastMultiple(now: number, every: number): number {
  return Math.floor(now / every) * every;
}

/** Whether the clock was put back while a batch waited for its time: none is more than two intervals away otherwise. */
export function isPutBack(due: number, now: number, every: number): boolean {
  return due - now > 2 * every;
}

/** Whether the clock has jumped ahead, or the machine has slept, while a batch waited for its time. */
export function jumpedAhead(due: number, now: number, every: number): boolean {
  return now - due > Math.max(MOST_MISSED * every, SHORTEST_JUMP);
}

/**
 * The time of the batch that begins `now`: `due`, but for one that begins before that, since the one `last` has left
 * something behind, and for one that begins after intervals without room, which have no batch of their own (`skipsTo`).
 */
export function timeOf(at: {
  readonly due: number;
  readonly now: number;
  readonly last: number;
  readonly skipsTo: number;
}): number {
  return at.now < at.due ? Math.max(at.now, at.last + 1) : Math.max(at.due, at.skipsTo);
}
