// Generated from dedupe.flow by `npm run generate`.

/**
 * Drops events whose key has passed before. A key counts once its event is safely in its channels, so that what a sender
 * repeats because it failed still passes. Keys are kept in memory: a restart forgets them, and so an event may pass
 * again after one.
 */
export interface DedupeOptions {
  /** How long a key is remembered after it was last seen. */
  readonly within?: number;
  /** Most keys that are remembered; those that were not seen for the longest time are forgotten first. */
  readonly capacity?: number;
}

export const dedupeDefaults = {
  within: 600_000,
  capacity: 100_000,
} as const;
