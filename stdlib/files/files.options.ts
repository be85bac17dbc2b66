// Generated from files.flow by `npm run generate`.

/**
 * Writes events to files in a directory, one line each or as container files of Avro, and starts a new file every
 * `rollInterval`.
 * Files are called `<prefix><milliseconds of the start>-<n>`, then `.<extension>` where there is one; n counts from 1.
 * With `pathManager: "rolltime"` they are called by the time at which each began.
 * A file is begun when there is something to write: none is empty.
 *
 * A batch is in its file whole or not at all: when a write fails, what is there of it is taken back, and what a killed
 * program has left of one the next start takes back. A batch counts as written when the disk has it; with
 * `fsync: false`, when the operating system has it. A file that is removed or changed while it is written to is left,
 * and the next batch begins another.
 */
export interface FilesOptions {
  /** The directory; it is made when it is missing, also while the program runs. */
  readonly directory: string;
  /** How long one file is written to; 0s means no limit. */
  readonly rollInterval?: number;
  /** Most events of one transaction. */
  readonly batchSize?: number;
  /** Start of the files' names. */
  readonly prefix?: string;
  /**
   * What stands between prefix and extension: `default` the milliseconds of the start and a number, `1767225600000-1`;
   * `rolltime` the local time at which the file began and a number that begins again each second, `20260101093000-1`.
   */
  readonly pathManager?: "default" | "rolltime";
  /**
   * End of the files' names, without its point; when there is none a file with a `codeC` has its, such as `gz`, and one of
   * Avro `avro`.
   */
  readonly extension?: string;
  /**
   * Of a stream, gives each batch that has anything a directory of its own, as `saveAsTextFiles` of Spark names it: the
   * `prefix`, the milliseconds of the batch's time, the `extension`, `counts-1388534400000.txt`. In it are `part-00000` and,
   * where a restart writes the batch again, `part-00001`. Events of an agent have the time of their header `timestamp`.
   */
  readonly perBatch?: boolean;
  /**
   * `text`: strings as they are, everything else as `print` shows it in the layout `scala`; `json`: as JSON;
   * `headerAndText`: the headers before the text, `{host=web1, level=warn} the text`, as Flume's serializer of that name does;
   * `csv`: the body's fields as a line of comma-separated values, in which an event is more than a line where a field is;
   * `event`: headers and body as JSON, `{"headers":{"host":"web1"},"body":"the text"}`, from which `sluice dead` reads dead
   * letters; `avro`: container files of Avro whose schema is made from the body's type; `avroEvent`: such files with the
   * schema of Flume's `avro_event`, headers and body.
   */
  readonly format?: "text" | "json" | "headerAndText" | "csv" | "event" | "avro" | "avroEvent";
  /**
   * Compression of files of lines: each batch is a stream of its own, one behind the other. `deflate` is Hadoop's
   * DefaultCodec.
   */
  readonly codeC?: ("gzip" | "deflate" | "bzip2" | "snappy" | "lz4" | "zstd") | null;
  /** Compression of container files of Avro. */
  readonly compressionCodec?: ("deflate" | "snappy" | "zstandard" | "bzip2") | null;
  /** Bytes that make a block of a container file; every transaction ends one, too. */
  readonly syncIntervalBytes?: number;
  /**
   * Waits until the disk has a batch before it counts as written. Without, a crash of the program loses nothing, but one
   * of the machine may lose the last seconds.
   */
  readonly fsync?: boolean;
}

export const filesDefaults = {
  rollInterval: 30_000,
  batchSize: 100,
  prefix: "",
  pathManager: "default",
  extension: "",
  perBatch: false,
  format: "text",
  codeC: null,
  compressionCodec: null,
  syncIntervalBytes: 2_048_000,
  fsync: true,
} as const;
