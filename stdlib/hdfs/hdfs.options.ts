// Generated from hdfs.flow by `npm run generate`.
import type { Secret } from "../../runtime/contract/secret.ts";

/**
 * Writes events to rolled files in HDFS, over WebHDFS, or on this machine: `hdfs://` and `file://` do the same.
 * A file is called `<path>/<filePrefix>.<counter><fileSuffix>`; the counter starts with the clock in milliseconds.
 * While it is written to, it carries `inUsePrefix` and `inUseSuffix` around that name, and loses them when it is
 * complete. It is complete when it has `rollCount` events or `rollSize` bytes and one more event comes, after
 * `rollInterval`, after `idleTimeout` without events, and when the program ends.
 * Every combination of `path` and `filePrefix` that escapes make has a file of its own.
 *
 * A batch is safe when all its bytes are in its files. When that fails, what was written of it is taken back and the
 * batch is written again: no file under its final name has a line twice. After a crash the next start completes the files
 * that were left in use; lines of a batch that was not confirmed may then be there twice, none is missing. It knows them
 * from its data directory: where that is lost with the machine or the container, `adoptAfter` lets others complete them.
 *
 * A batch of a stream that does its batches again exactly as they were is written once: the data directory notes how many
 * bytes of which files belong to the batches that are whole, and the next start takes back what is behind them.
 *
 * An event whose path the file system does not accept (too long, too deep, below a file) is refused and leaves
 * by the `else` of the arrow; all others of its batch are written.
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
   * `webhdfs://NAMENODE:9870/DIR`, the same over TLS as `swebhdfs://NAMENODE:9871/DIR`, or `file:///DIR`. It is made when it
   * is missing. May have escapes.
   */
  readonly path: string;
  /** Start of the files' names. May have escapes. */
  readonly filePrefix?: string;
  /**
   * End of the files' names, such as `.txt`; when there is none a file with a `codeC` has its, such as `.gz`, and one of
   * Avro `.avro`.
   */
  readonly fileSuffix?: string;
  /** Put before the name of a file that is written to. */
  readonly inUsePrefix?: string;
  /** Put after the name of a file that is written to. */
  readonly inUseSuffix?: string;
  /** How long a file is written to; 0s means no limit. */
  readonly rollInterval?: number;
  /** How many bytes of bodies, uncompressed and without newlines, a file has; 0B means no limit. */
  readonly rollSize?: number;
  /** How many events a file has; 0 means no limit. */
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
  /**
   * `DataStream`: bodies one after the other, or a container file of Avro; `CompressedStream`: compressed with `codeC`;
   * `SequenceFile`: Hadoop's own, times (the header `timestamp`, or the time of writing) as keys, bodies as values.
   */
  readonly fileType?: "DataStream" | "CompressedStream" | "SequenceFile";
  /** Compression of a `CompressedStream`, or of what a `SequenceFile` has. `deflate` is Hadoop's DefaultCodec. */
  readonly codeC?: ("gzip" | "deflate" | "bzip2" | "snappy" | "lz4" | "zstd") | null;
  /** Values of a `SequenceFile`: `Writable` is BytesWritable, `Text` is Text. */
  readonly writeFormat?: "Writable" | "Text";
  /** What of a `SequenceFile` is compressed by itself: each value (`record`), or a batch's values together (`block`). */
  readonly compressionType?: "record" | "block";
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
  /**
   * `text`: the body as text, bytes as they are; `json`: the body as JSON; `headerAndText`: the headers before the text, as
   * `{host=web1} the text`; `csv`: the body's fields as a line of comma-separated values; `avro`: container files of Avro
   * whose schema is made from the body's type; `avroEvent`: such files with the schema of Flume's `avro_event`, headers and
   * body.
   */
  readonly format?: "text" | "json" | "headerAndText" | "csv" | "avro" | "avroEvent";
  /** Compression of container files of Avro. */
  readonly compressionCodec?: ("deflate" | "snappy" | "zstandard" | "bzip2") | null;
  /** Bytes that make a block of a container file; every transaction ends one, too. */
  readonly syncIntervalBytes?: number;
  /** Ends every body with a newline. */
  readonly appendNewline?: boolean;
  /**
   * User to write to HDFS as, where it takes a user's word for that; null is the one that runs the program, or the owner of
   * the `delegationToken`.
   */
  readonly user?: string | null;
  /**
   * Delegation token to show, for a cluster with Kerberos: what `hdfs fetchdt` has fetched, printed by
   * `hdfs fetchdt --print`. Whoever fetched it renews it.
   */
  readonly delegationToken?: Secret | null;
  /** Port of the name nodes' HTTP server; the port in `hdfs://` is the one of Hadoop's own protocol. */
  readonly webhdfsPort?: number;
  /** Where WebHDFS is on the server, as a gateway has it below a path of its own; null is `/webhdfs/v1`. */
  readonly pathPrefix?: string | null;
  /** File with the certificates to trust with `swebhdfs://`, in PEM; null trusts those that Node knows. */
  readonly tlsCa?: string | null;
  /** File with this client's own certificate, in PEM. */
  readonly tlsCert?: string | null;
  /** File with the private key of `tlsCert`, in PEM. */
  readonly tlsKey?: string | null;
  /** How many copies HDFS has of each block; null is what the cluster says. */
  readonly replication?: number | null;
  /** Bytes of a block of HDFS; null is what the cluster says. */
  readonly blockSize?: number | null;
  /** Permissions of files in HDFS, in octal digits. */
  readonly filePermissions?: string;
  /** Permissions of directories that are made in HDFS, in octal digits. */
  readonly directoryPermissions?: string;
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
  writeFormat: "Writable",
  compressionType: "block",
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
  compressionCodec: null,
  syncIntervalBytes: 2_048_000,
  appendNewline: true,
  user: null,
  delegationToken: null,
  webhdfsPort: 9_870,
  pathPrefix: null,
  tlsCa: null,
  tlsCert: null,
  tlsKey: null,
  replication: null,
  blockSize: null,
  filePermissions: "644",
  directoryPermissions: "755",
} as const;
