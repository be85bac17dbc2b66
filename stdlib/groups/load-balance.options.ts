// Generated from load-balance.flow by `npm run generate`.

/** Spreads batches over its sinks, among which may be topics; where one fails the next gets the same batch. */
export interface LoadBalanceOptions {
  /** Which sink is next. */
  readonly selector?: "roundRobin" | "random";
  /** Leaves a sink that failed alone for 2 s, then 4 s, … up to `maxTimeOut`. */
  readonly backoff?: boolean;
  /** Longest time that a failed sink is left alone. */
  readonly maxTimeOut?: number;
}

export const loadBalanceDefaults = {
  selector: "roundRobin",
  backoff: false,
  maxTimeOut: 30_000,
} as const;
