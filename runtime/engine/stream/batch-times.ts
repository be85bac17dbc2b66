/** The first time that a batch may have, in ms. Spark's rule: a start exactly on a multiple waits for a whole interval. */
export function nextMultiple(now: number, every: number): number {
  return (Math.floor(now / every) + 1) * every;
}

/** Whether the clock was put back while a batch waited for its time: none is more than two intervals away otherwise. */
export function isPutBack(due: number, now: number, every: number): boolean {
  return due - now > 2 * every;
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
