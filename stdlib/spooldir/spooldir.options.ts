// Generated from spooldir.flow by `npm run generate`.

/**
 * Reads whole files that appear in a folder, and marks, moves or deletes each when all of it has been delivered.
 * A file must be complete when it appears: write it elsewhere on the same file system, or under a name that begins with a
 * point, and rename it. One that was changed within `quietFor` is left for later; one that changes while it is read is
 * told (`changedFiles`), and what was added is read, too. A file that cannot be read is told, and the others go on.
 *
 * Files are known by their names, and the one under way also by inode, size and time: after a crash the source resumes in
 * the middle of it. How far it has come is written every `writePosInterval`: a crash repeats what was delivered since, and
 * skips nothing. A stop repeats nothing. A file under a name that is taken already when it is done gets a number.
 *
 * Lines end at `\n` or `\r\n`; a last one without counts too. An empty file has none. Names that begin with a point are
 * passed over. No two programs may read one folder; a lock file in it sees to that.
 */
export interface SpooldirOptions {
  /** The folder; it must be there. */
  readonly directory: string;
  /**
   * `line`, each line is an event, or each record where `records` or `recordStart` say so; `blob`, each file is one, as
   * text; `avro`, files are container files of Avro, and each datum is an event, as JSON (`e.body.parseJson<Order>()`):
   * bytes in base64, `timestamp-millis` and `timestamp-micros` as times, the value of a union without its type. The codecs
   * `deflate`, `snappy` and `zstandard` are read. A file that is none, or not to its end, is told and left where it is.
   */
  readonly deserializer?: "line" | "blob" | "avro";
  /** What a done file's name ends in, and so is passed over. */
  readonly fileSuffix?: string;
  /** Deletes a file when it is done (`immediate`). */
  readonly deletePolicy?: "never" | "immediate";
  /**
   * `rename`, done files get `fileSuffix`; `tracker_dir`, they stay as they are, and a mark of that name is made in
   * `trackerDir`.
   */
  readonly trackingPolicy?: "rename" | "tracker_dir";
  /** Where marks are made, as Flume makes them; null is below the data directory. */
  readonly trackerDir?: string | null;
  /** Moves a done file to this folder of the same file system, instead of renaming it. */
  readonly moveTo?: string | null;
  /** What the whole name of a file must match; null takes all. */
  readonly includePattern?: RegExp | null;
  /** Files whose whole name matches are passed over. */
  readonly ignorePattern?: RegExp | null;
  /** Looks into folders below, too; links to folders are not followed. */
  readonly recursiveDirectorySearch?: boolean;
  /** Which file is next, by the time of its last change. */
  readonly consumeOrder?: "oldest" | "youngest" | "random";
  /** Leaves a file alone that was changed so recently. */
  readonly quietFor?: number;
  /** Wait before looking again when there was nothing to read. */
  readonly pollDelay?: number;
  /** How often it is written how far the file under way has been delivered; what came since is repeated after a crash. */
  readonly writePosInterval?: number;
  /** Most events of one transaction. */
  readonly batchSize?: number;
  /** Adds a header with the path of the file. */
  readonly fileHeader?: boolean;
  /** Name of that header. */
  readonly fileHeaderKey?: string;
  /** Adds a header with the name of the file without its folder. */
  readonly basenameHeader?: boolean;
  /** Name of that header. */
  readonly basenameHeaderKey?: string;
  /** Headers that every event gets; null adds none. */
  readonly headers?: ReadonlyMap<string, string> | null;
  /** Character encoding of files that do not say theirs by a byte order mark. */
  readonly charset?: string;
  /** Longest line in characters; a longer one is delivered in pieces of this length and counted. */
  readonly maxLineLength?: number;
  /**
   * Largest file in bytes that is one event with `blob`; a larger one is delivered in pieces and counted. With `avro` the
   * largest block of a file, compressed or not.
   */
  readonly maxBlobLength?: number;
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
}

export const spooldirDefaults = {
  deserializer: "line",
  fileSuffix: ".COMPLETED",
  deletePolicy: "never",
  trackingPolicy: "rename",
  trackerDir: null,
  moveTo: null,
  includePattern: null,
  ignorePattern: null,
  recursiveDirectorySearch: false,
  consumeOrder: "oldest",
  quietFor: 1_000,
  pollDelay: 500,
  writePosInterval: 3_000,
  batchSize: 100,
  fileHeader: false,
  fileHeaderKey: "file",
  basenameHeader: false,
  basenameHeaderKey: "basename",
  headers: null,
  charset: "UTF-8",
  maxLineLength: 1_048_576,
  maxBlobLength: 100_000_000,
  recordStart: null,
  records: "lines",
  maxRecordLines: 1_000,
  maxRecordSize: 1_048_576,
} as const;
