// Generated from throttle.flow by `npm run generate`.

/**
 * Lets pass no more than so many events in a time. A batch passes at once; the next one waits until it is due, and with it
 * the sender that waits for its answer, or the channel that is emptied. Nothing is dropped.
 */
export interface ThrottleOptions {
  /** Most events that pass in this time, on average. */
  readonly events: number;
  /** The time. */
  readonly per?: number;
}

export const throttleDefaults = {
  per: 1_000,
} as const;
