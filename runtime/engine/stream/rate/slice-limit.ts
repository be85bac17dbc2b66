/** How much a batch may take of an input, in events; Infinity for no bound, and fractions of one where they add up. */
export interface SliceLimit {
  readonly events: number;
  /** Of each partition, where the input has some. */
  readonly perPartition: number;
}

/** The whole number of events that a slice may have of an input without partitions: at least one. */
export function eventsOf({ events, perPartition }: SliceLimit): number {
  return Math.max(1, Math.trunc(Math.min(events, perPartition)));
}

/**
 * How much of each partition, by Spark's rule: its share of what all have unread, and no more than `perPartition`; at
 * least one event. Null where nobody can say what is unread.
 */
export function shareOut(
  { events, perPartition }: SliceLimit,
  lag: ReadonlyMap<number, number> | null,
): ReadonlyMap<number, number> | null {
  if (lag === null) return null;
  let total = 0;
  for (const records of lag.values()) total += records;
  const shareOf = (records: number): number => {
    const share = events === Number.POSITIVE_INFINITY || total === 0 ? events : (records / total) * events;
    return Math.max(1, Math.trunc(Math.min(share, perPartition)));
  };
  return new Map([...lag].map(([partition, records]) => [partition, shareOf(records)]));
}
