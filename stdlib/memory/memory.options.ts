// Generated from memory.flow by `npm run generate`.

/**
 * Keeps events in memory: fast, and lost with the process.
 * A source waits while it is full, up to `keepAlive`; then its transaction fails and is tried again.
 */
export interface MemoryOptions {
  /** Most events that it holds. */
  readonly capacity?: number;
  /** Most events of one put or take. */
  readonly transactionCapacity?: number;
  /** Longest wait for room. */
  readonly keepAlive?: number;
  /**
   * Most bytes of bodies and headers that it holds, text counted at two bytes a character; null sets no bound but
   * `capacity`. A single put that is larger gets in when nothing else is there.
   */
  readonly byteCapacity?: number | null;
}

export const memoryDefaults = {
  capacity: 100,
  transactionCapacity: 100,
  keepAlive: 3_000,
  byteCapacity: 268_435_456,
} as const;
