import type { Content } from "../file-store.ts";

/** Something in a directory. */
export interface Listed {
  readonly name: string;
  readonly isDirectory: boolean;
  /** When it was last written to, in ms since 1970. */
  readonly modified: number;
}

/**
 * What a RenamingStore needs of a place for files, and no more. Paths are absolute, parts divided by `/`, not escaped. Every
 * method resolves only when its outcome is known to be so, and rejects with a StoreError otherwise.
 */
export interface FileSystem {
  /** As it is shown in messages, before a path: `hdfs://nn1:8020`, or nothing. */
  readonly name: string;
  /** Whether a power failure may leave zeros in the place of what was written last, with later bytes behind them. */
  readonly leavesGaps: boolean;
  /** Makes the directory and those above it. Rejects when no files can be made in it. */
  prepare(directory: string): Promise<void>;
  /**
   * Makes a file of these bytes, and its directories. Resolves to how many bytes it has; rejects with a NameTakenError
   * when something has that name.
   */
  create(path: string, content: Content): Promise<number>;
  /** Adds bytes to a file that is `length` bytes long. Resolves to how many it has added. */
  append(path: string, length: number, content: Content): Promise<number>;
  /** Size of a file in bytes; null when there is none. */
  lengthOf(path: string): Promise<number | null>;
  /** Up to `length` bytes from `offset`, fewer only at the end of the file. */
  read(path: string, offset: number, length: number): Promise<Buffer>;
  /** Shortens a file to `length` bytes; one that is not longer stays as it is. What is left of it is safe then. */
  truncate(path: string, length: number): Promise<void>;
  /** Rejects with a NameTakenError when there is something at `to`. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file for good; a missing one is no error. */
  remove(path: string): Promise<void>;
  /** What is in a directory; nothing where there is none. */
  list(directory: string): Promise<readonly Listed[]>;
  /** Lets go of connections. */
  close(): void;
}
