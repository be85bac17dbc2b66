// Generated from file.flow by `npm run generate`.

/**
 * Keeps events on disk: what was put survives a crash of the process or the machine.
 * A source waits while it is full, up to `keepAlive`; then its transaction fails and is tried again.
 */
export interface FileOptions {
  /** Most events that it holds. */
  readonly capacity?: number;
  /** Most events of one put or take. */
  readonly transactionCapacity?: number;
  /** Longest wait for room. */
  readonly keepAlive?: number;
  /** Directory of its files; null means below the data directory. */
  readonly directory?: string | null;
}

export const fileDefaults = {
  capacity: 1_000_000,
  transactionCapacity: 10_000,
  keepAlive: 3_000,
  directory: null,
} as const;
