// Generated from socket-text.flow by `npm run generate`.

/**
 * Connects to a TCP server and reads UTF-8 lines, as Spark's `socketTextStream` does.
 * While the server is away it tries again, at first after `reconnectDelay`, then ever longer up to 30 s.
 * Lines end at `\n` or `\r\n`. Half a line at the end of a connection is dropped and counted; bytes that are not UTF-8
 * become U+FFFD and are counted.
 * Nothing can be read twice: lines under way are lost when the program is killed.
 */
export interface SocketTextOptions {
  /** Host to connect to. */
  readonly host: string;
  /** Port to connect to. */
  readonly port: number;
  /** First wait before a new attempt to connect; it doubles up to 30 s. */
  readonly reconnectDelay?: number;
  /** Longest line in characters; a longer one is delivered in pieces of this length and counted. */
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

export const socketTextDefaults = {
  reconnectDelay: 1_000,
  maxLineLength: 1_048_576,
  recordStart: null,
  records: "lines",
  maxRecordLines: 1_000,
  maxRecordSize: 1_048_576,
  recordTimeout: 2_000,
} as const;
