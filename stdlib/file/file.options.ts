// Generated from file.flow by `npm run generate`.

/**
 * Keeps events on disk: what was put survives a crash of the process or the machine.
 * A source waits while it is full, up to `keepAlive`; then its transaction fails and is tried again.
 */
export interface FileOptions {
  /** Most events that it holds. */
  readonly capacity?: number;
  /**
   * Most bytes of its files on disk; null sets none. A file gives its bytes back when all of it has been taken, so that
   * this is at least twice `maxFileSize`.
   */
  readonly byteCapacity?: number | null;
  /** Most events of one put or take. */
  readonly transactionCapacity?: number;
  /** Longest wait for room. */
  readonly keepAlive?: number;
  /** Directory of its files; null means below the data directory. */
  readonly directory?: string | null;
  /**
   * Further directories, on other disks, that get files in turn with `directory`: what one disk has no room for. With one
   * of them gone the channel does not start, and says which.
   */
  readonly directories?: readonly string[];
  /** Free bytes that must be left on the disk, on each of them; puts are refused below that. */
  readonly minimumRequiredSpace?: number;
  /** After how many bytes a new file is begun; a file is removed when all of it has been taken. */
  readonly maxFileSize?: number;
  /** Waits until the disk has what is put, and not only the operating system. */
  readonly fsync?: boolean;
}

export const fileDefaults = {
  capacity: 1_000_000,
  byteCapacity: null,
  transactionCapacity: 10_000,
  keepAlive: 3_000,
  directory: null,
  directories: [],
  minimumRequiredSpace: 524_288_000,
  maxFileSize: 67_108_864,
  fsync: true,
} as const;
