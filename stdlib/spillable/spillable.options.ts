// Generated from spillable.flow by `npm run generate`.

/**
 * Keeps events in memory, and on disk those for which there is no room: as fast as memory while the sink keeps up, and
 * with the room of a disk when it does not. While anything is on disk, what comes goes there too, so that the order
 * stays.
 *
 * What is in memory is lost with the process; what is on disk survives a crash of the process or the machine.
 * A source waits while both are full, up to `keepAlive`; then its transaction fails and is tried again.
 */
export interface SpillableOptions {
  /** Most events that it holds, in memory and on disk. */
  readonly capacity?: number;
  /** Most events of these in memory. */
  readonly memoryCapacity?: number;
  /**
   * Most bytes of bodies and headers in memory, text counted at two bytes a character; null sets no bound but
   * `memoryCapacity`.
   */
  readonly byteCapacity?: number | null;
  /** Most events of one put or take. */
  readonly transactionCapacity?: number;
  /** Longest wait for room. */
  readonly keepAlive?: number;
  /** Directory of its files; null means below the data directory. */
  readonly directory?: string | null;
  /** Free bytes that must be left on the disk; what memory has no room for is refused below that. */
  readonly minimumRequiredSpace?: number;
  /** After how many bytes a new file is begun; a file is removed when all of it has been taken. */
  readonly maxFileSize?: number;
  /** Waits until the disk has what goes there, and not only the operating system. */
  readonly fsync?: boolean;
}

export const spillableDefaults = {
  capacity: 1_000_000,
  memoryCapacity: 10_000,
  byteCapacity: 268_435_456,
  transactionCapacity: 10_000,
  keepAlive: 3_000,
  directory: null,
  minimumRequiredSpace: 524_288_000,
  maxFileSize: 67_108_864,
  fsync: true,
} as const;
