/** Bytes that are made when they are asked for. */
export interface Content {
  /** Each piece is valid until the next one is asked for. */
  pieces(): Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/** Something in a directory. */
export interface Listed {
  readonly name: string;
  readonly isDirectory: boolean;
  /** When it was last written to, in ms since 1970. */
  readonly modified: number;
}

/**
 * What the sink needs of a place for files, and no more. Paths are absolute, parts divided by `/`, not escaped. Every
 * method resolves only when its outcome is known to be so, and rejects with a FileSystemError otherwise.
 */
export interface FileSystem {
  /** As it is shown in messages, before a path: `hdfs://nn1:8020`, or nothing. */
  readonly name: string;
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
  /** Shortens a file to `length` bytes; one that is not longer stays as it is. */
  truncate(path: string, length: number): Promise<void>;
  /** Rejects with a NameTakenError when there is something at `to`. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file; none there is no error. */
  remove(path: string): Promise<void>;
  /** What is in a directory; nothing where there is none. */
  list(directory: string): Promise<readonly Listed[]>;
  /** Lets go of connections. */
  close(): void;
}

/**
 * How a call that failed left the file: surely as it was; perhaps changed, wholly or in part; or already changed by
 * someone else, so that it is no longer ours to go on with.
 */
export type FileState = "unchanged" | "unknown" | "foreign";

/** Something did not work, or it is not known whether it did. The message says where and why. */
export class FileSystemError extends Error {
  readonly state: FileState;

  constructor(message: string, state: FileState, options?: ErrorOptions) {
    super(message, options);
    this.name = "FileSystemError";
    this.state = state;
  }
}

/** There is already something of this name, and it is left alone. */
export class NameTakenError extends FileSystemError {
  constructor(path: string) {
    super(`${path} exists`, "unchanged");
    this.name = "NameTakenError";
  }
}
