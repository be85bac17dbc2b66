// Generated from hdfs.flow by `npm run generate`.

/**
 * Writes events to rolled files in HDFS, over WebHDFS, or on this machine: `hdfs://` and `file://` do the same.
 * A file is called `<path>/<filePrefix>.<counter><fileSuffix>`; the counter starts with the clock in milliseconds.
 * While it is written to, it carries `inUsePrefix` and `inUseSuffix` around that name, and loses them when it is
 * complete. It is complete when it has `rollCount` events or `rollSize` bytes and one more event comes, after
 * `rollInterval`, after `idleTimeout` without events, and when the program ends.
 * Every combination of `path` and `filePrefix` that escapes make has a file of its own.
 *
 * A batch is safe when all its bytes are in its files. When that fails, what was written of it is taken back and the
 * batch comes again: no file under its final name has a line twice. After a crash the next start completes the files
 * that were left in use; lines of a batch that was not confirmed may then be there twice, none is missing. It knows them
 * from its data directory: where that is lost with the machine or the container, `adoptAfter` lets others complete them.
 *
 * Escapes of `path` and `filePrefix`: `%{header}`; `%[localhost]`, `%[IP]` and `%[FQDN]` for this machine; `%%`;
 * and from the header `timestamp`: `%t` milliseconds as they came, `%s` seconds, `%Y` `%y` year, `%m` `%n` month
 * (`%n` without a leading zero), `%d` `%e` day, `%j` day of the year, `%H` `%k` hour, `%I` `%l` hour of twelve, `%p`
 * AM or PM, `%M` minute, `%S` second, `%a` `%A` weekday, `%b` `%B` month's name, `%c` date and time, `%D` as `%m/%d/%y`,
 * `%z` offset from UTC.
 */
export interface HdfsOptions<T> {
  /**
   * Directory of the files: `hdfs://NAMENODE:8020/DIR` (several name nodes of one cluster with commas between),
   * `webhdfs://NAMENODE:9870/DIR`, or `file:///DIR`. It is made when it is missing. May have escapes.
   */
  readonly path: string;
  /** Start of the files' names. May have escapes. */
  readonly filePrefix?: string;
  /** End of the files' names, such as `.txt`; a compressed file has `.gz` when there is none. */
  readonly fileSuffix?: string;
  /** Put before the name of a file that is written to. */
  readonly inUsePrefix?: string;
  /** Put after the name of a file that is written to. */
  readonly inUseSuffix?: string;
  /** How long a file is written to; 0s is no limit. */
  readonly rollInterval?: number;
  /** How many bytes of bodies, uncompressed and without newlines, a file has; 0B is no limit. */
  readonly rollSize?: number;
  /** How many events a file has; 0 is no limit. */
  readonly rollCount?: number;
  /** Completes a file that has got no event for so long; 0s never does. */
  readonly idleTimeout?: number;
  /** Most events of one transaction. Each transaction is an upload to each of its files: thousands are fast. */
  readonly batchSize?: number;
  /**
   * Most transactions on their way at once, each to files of its own: while one waits for HDFS the next is sent. With
   * more than one, events are dealt out over files of the same time: each file is in order, and nothing says what the
   * order between them was. So bodies must be lines of their own (`appendNewline`).
   */
  readonly uploads?: number;
  /** `DataStream`: bodies as they are; `CompressedStream`: compressed with `codeC`. */
  readonly fileType?: "DataStream" | "CompressedStream";
  /** Compression of a `CompressedStream`. */
  readonly codeC?: "gzip" | null;
  /**
   * Most files in use, those of all `uploads` together; the one that has waited longest for an event is completed when
   * there are more.
   */
  readonly maxOpenFiles?: number;
  /** Rounds the time of escapes down (except `%t`) to a multiple of `roundValue` units. */
  readonly round?: boolean;
  /** Multiple to round to, counted from the start of the next larger unit: up to 60, or up to 24 hours. */
  readonly roundValue?: number;
  /** Unit of `roundValue`. */
  readonly roundUnit?: "second" | "minute" | "hour";
  /** Time zone of escapes, such as `Europe/Berlin`; null is the one of this machine. */
  readonly timeZone?: string | null;
  /** Takes the time of writing for escapes instead of the header `timestamp`. */
  readonly useLocalTimeStamp?: boolean;
  /**
   * Time of a body, for escapes, instead of the header `timestamp`: `hit => hit.at`. In a stream, whose elements have no
   * headers, that header is otherwise the time of the batch.
   */
  readonly timestamp?: ((value: T) => number) | null;
  /**
   * Headers of a body, for escapes, over those that the event has: `hit => [("tenant", hit.tenant)].toMap()` for
   * `%{tenant}`.
   */
  readonly headers?: ((value: T) => ReadonlyMap<string, string>) | null;
  /** Bounds each call to HDFS; 0s does not. */
  readonly callTimeout?: number;
  /** How often it is tried to complete a file whose bytes are safe; 0 is until it works. */
  readonly closeTries?: number;
  /** Wait between these tries; 0s is one try. */
  readonly retryInterval?: number;
  /**
   * Completes files in use below the fixed part of `path` that have the names of this sink and that nobody has written to
   * for so long, whoever began them: what a copy of the program has left that was killed and does not come back, such as
   * a container. 0s leaves them: only those that this data directory knows of are completed. It must be longer than any
   * file is written to and any upload takes, and looks through all directories there.
   */
  readonly adoptAfter?: number;
  /** `text`: the body as text, bytes as they are; `json`: the body as JSON. */
  readonly format?: "text" | "json";
  /** Ends every body with a newline. */
  readonly appendNewline?: boolean;
  /** User to write to HDFS as, where it takes a user's word for that; null is the one that runs the program. */
  readonly user?: string | null;
  /** Port of the name nodes' HTTP server; the port in `hdfs://` is the one of Hadoop's own protocol. */
  readonly webhdfsPort?: number;
}

export const hdfsDefaults = {
  filePrefix: "FlumeData",
  fileSuffix: "",
  inUsePrefix: "",
  inUseSuffix: ".tmp",
  rollInterval: 30_000,
  rollSize: 1_024,
  rollCount: 10,
  idleTimeout: 0,
  batchSize: 100,
  uploads: 1,
  fileType: "DataStream",
  codeC: null,
  maxOpenFiles: 5_000,
  round: false,
  roundValue: 1,
  roundUnit: "second",
  timeZone: null,
  useLocalTimeStamp: false,
  timestamp: null,
  headers: null,
  callTimeout: 30_000,
  closeTries: 0,
  retryInterval: 180_000,
  adoptAfter: 0,
  format: "text",
  appendNewline: true,
  user: null,
  webhdfsPort: 9_870,
} as const;
