// Generated from failover.flow by `npm run generate`.

/**
 * Writes to the first of its sinks that works, in the order written. A topic is a sink here, too.
 * A sink that failed is left alone for 2 s, then 4 s, … up to `maxPenalty`, and comes back when it works again.
 */
export interface FailoverOptions {
  /** Longest time that a failed sink is left alone. */
  readonly maxPenalty?: number;
}

export const failoverDefaults = {
  maxPenalty: 30_000,
} as const;
