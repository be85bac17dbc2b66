// Generated from taildir.flow by `npm run generate`.

/**
 * Follows growing text files, a line an event, and remembers how far it has come.
 * Positions are kept by identity of the file and not by its name, so a rotated file is neither read twice nor left
 * before its end. They are written after the lines are safe: a restart may repeat lines and never skips one. For what
 * is written to a file between its rotation and a restart, let the pattern cover the names of rotated files too.
 * A file that has become shorter is read from its start. A line without its newline waits for it.
 * Lines end at `\n` or `\r\n`.
 */
export interface TaildirOptions {
  /**
   * Files to follow. The last part of a path may be a pattern: `*` stands for any characters, `?` for one,
   * `[a-z]` for one of a set, `{a,b}` for either. Behind `re:` it is a regular expression for the whole name:
   * `"/var/log/re:access\\.log(\\.\\d+)?"`.
   */
  readonly files: readonly string[];
  /** Where positions are kept, in Flume's format and with some more fields; null means below the data directory. */
  readonly positionFile?: string | null;
  /** How often positions are written while lines come; what came since is repeated after a crash. */
  readonly writePosInterval?: number;
  /** Most lines of one transaction. */
  readonly batchSize?: number;
  /** Most batches of one file before the next file has its turn. */
  readonly maxBatchCount?: number;
  /** Begins at the end of files that are there at the start and have no position yet. */
  readonly skipToEnd?: boolean;
  /** Adds a header with the path of the file. */
  readonly fileHeader?: boolean;
  /** Name of that header. */
  readonly fileHeaderKey?: string;
  /** Adds a header `byteoffset` with the offset of the line in its file. */
  readonly byteOffsetHeader?: boolean;
  /** Headers that every event gets; null adds none. */
  readonly headers?: ReadonlyMap<string, string> | null;
  /** Wait before looking again when no file has grown. */
  readonly pollDelay?: number;
  /** Closes a file that has not grown for so long; it is opened again when it grows. */
  readonly idleTimeout?: number;
  /** Character encoding of the files; one in which the byte 10 is always a newline. */
  readonly charset?: string;
  /** Longest line in bytes; a longer one is delivered in pieces of this length and counted. */
  readonly maxLineLength?: number;
}

export const taildirDefaults = {
  positionFile: null,
  writePosInterval: 3_000,
  batchSize: 100,
  maxBatchCount: 10,
  skipToEnd: false,
  fileHeader: false,
  fileHeaderKey: "file",
  byteOffsetHeader: false,
  headers: null,
  pollDelay: 250,
  idleTimeout: 120_000,
  charset: "UTF-8",
  maxLineLength: 1_048_576,
} as const;
