// Generated from taildir.flow by `npm run generate`.

/**
 * Follows growing text files, a line an event, and remembers how far it has come.
 * A file is known by device, inode, the time at which it was made, and the bytes before the position, and not by its
 * name: a rotated file is neither read twice nor left before its end, and a new file is read from its start, whatever
 * inode, name and first lines it has. A file that was truncated is read from its start, also when it is longer by now;
 * what was not read of it before is lost to everyone. One that was renamed is read to its end if its new name is in the
 * same folder. Let the pattern leave out the copies that `copytruncate` of logrotate makes: a copy is a file of its own.
 * Compressed files are not read; the log says so.
 *
 * Positions are written after the lines are safe: a crash repeats the lines of the last `writePosInterval` at most, and
 * skips none. Lines end at `\n` or `\r\n`. A last line without its newline waits for it until the file has been idle
 * for `idleTimeout`; where the file was renamed or deleted, or the program stops, 5 s are enough. If the line continues
 * after that, the rest is an event of its own. A byte order mark is not part of the first line; it says the encoding of
 * its file.
 *
 * With `recordStart` or `records` the lines of one record are one event. Positions move past whole records only: a crash
 * repeats records, and neither loses nor cuts one.
 */
export interface TaildirOptions {
  /**
   * Files to follow. Each part of a path may be a pattern: `*` stands for any characters, `?` for one, `[a-z]` for one
   * of a set, `{a,b}` for either; `**` stands for folders of any depth, and does not follow links. The last part may be
   * a regular expression for the whole name, behind `re:`: `"/var/log/re:access\\.log(\\.\\d+)?"`.
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
  /** Adds a header with the name of the file without its folder. */
  readonly basenameHeader?: boolean;
  /** Name of that header. */
  readonly basenameHeaderKey?: string;
  /** Adds a header `byteoffset` with the offset of the line in its file. */
  readonly byteOffsetHeader?: boolean;
  /** Headers that every event gets; null adds none. */
  readonly headers?: ReadonlyMap<string, string> | null;
  /**
   * Headers for the files of one pattern of `files`, by that pattern: the first one that a file fits counts, also when it
   * is renamed later. `[("/var/log/a/*.log", [("app", "a")].toMap())].toMap()`
   */
  readonly groupHeaders?: ReadonlyMap<string, ReadonlyMap<string, string>> | null;
  /**
   * Wait before looking again when no file has grown. Where the system tells of changes (local files on Linux), files
   * that have rested for some seconds are looked at when it does.
   */
  readonly pollDelay?: number;
  /** Closes a file that has not grown for so long, and delivers its last line; it is opened again when it grows. */
  readonly idleTimeout?: number;
  /** Character encoding of files that do not say theirs by a byte order mark. */
  readonly charset?: string;
  /** Longest line in bytes; a longer one is delivered in pieces of this length and counted. */
  readonly maxLineLength?: number;
  /** What the first line of a record matches, such as `/^\d{4}-\d\d-\d\d /`; the lines up to the next one are part of it. */
  readonly recordStart?: RegExp | null;
  /**
   * What makes a record of lines otherwise: `lines`, each is one; `indented`, lines that begin with a blank or a tab
   * continue the one before; `backslash`, a line that ends in one is continued; `csv`, so is a line within quotes; `cri`
   * and `docker`, the parts of long lines in logs of containers are that line again.
   */
  readonly records?: "lines" | "indented" | "backslash" | "csv" | "cri" | "docker";
  /** Most lines of a record; what is beyond that is a record of its own, and counted. */
  readonly maxRecordLines?: number;
  /** Most bytes of a record of several lines; what is beyond that is a record of its own, and counted. */
  readonly maxRecordSize?: number;
  /** How long a record that may have more lines waits for them. */
  readonly recordTimeout?: number;
}

export const taildirDefaults = {
  positionFile: null,
  writePosInterval: 3_000,
  batchSize: 100,
  maxBatchCount: 10,
  skipToEnd: false,
  fileHeader: false,
  fileHeaderKey: "file",
  basenameHeader: false,
  basenameHeaderKey: "basename",
  byteOffsetHeader: false,
  headers: null,
  groupHeaders: null,
  pollDelay: 250,
  idleTimeout: 120_000,
  charset: "UTF-8",
  maxLineLength: 1_048_576,
  recordStart: null,
  records: "lines",
  maxRecordLines: 1_000,
  maxRecordSize: 1_048_576,
  recordTimeout: 2_000,
} as const;
