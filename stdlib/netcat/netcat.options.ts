// Generated from netcat.flow by `npm run generate`.

/**
 * Listens on a TCP port; every line becomes an event.
 * Each line is answered `OK` once its batch is in every required channel, or `FAILED: …` when a channel stayed full.
 * Lines end at `\n`; a `\r` before it stays in the body. Half a line at the end of a connection is dropped and counted.
 * A connection that sends a line beyond `maxLineLength` is told so and closed; the source goes on.
 * Only this machine can send, unless `bind` is an address that others reach; then `allow` says which of them may, and
 * `tlsCa` has them show a certificate.
 * While all `maxConnections` are taken, a new one gets the place of the one that has been silent for longest.
 * Lines that are joined to a record are answered together with it, so a sender that waits for each answer waits for
 * `recordTimeout`. Bytes that are not text in `encoding` become U+FFFD and are counted.
 */
export interface NetcatOptions {
  /** Address to listen on; `"0.0.0.0"` for all. */
  readonly bind?: string;
  /** Port to listen on; 0 takes any free one, which the log names. */
  readonly port: number;
  /** Longest line accepted, in characters and with its newline; a longer one is refused and the connection closed. */
  readonly maxLineLength?: number;
  /** Answers every line with `OK` when it is safe. */
  readonly ackEveryEvent?: boolean;
  /** Character encoding of what is received. */
  readonly encoding?: string;
  /** Most connections at a time; with a further one the one that has been silent for longest is closed and counted. */
  readonly maxConnections?: number;
  /** Addresses and networks that may connect, such as `["10.0.0.0/8", "fd00::/8"]`; null lets all in. */
  readonly allow?: readonly string[] | null;
  /** File with the certificate of this server, in PEM: with one, connections are encrypted. */
  readonly tlsCert?: string | null;
  /** File with the private key of `tlsCert`, in PEM. */
  readonly tlsKey?: string | null;
  /** File with certificates, in PEM: a sender must show a certificate that one of these has signed. Null asks for none. */
  readonly tlsCa?: string | null;
  /** Closes a connection that has sent nothing for so long; null never does. */
  readonly idleTimeout?: number | null;
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

export const netcatDefaults = {
  bind: "localhost",
  maxLineLength: 512,
  ackEveryEvent: true,
  encoding: "utf-8",
  maxConnections: 1_024,
  allow: null,
  tlsCert: null,
  tlsKey: null,
  tlsCa: null,
  idleTimeout: 600_000,
  recordStart: null,
  records: "lines",
  maxRecordLines: 1_000,
  maxRecordSize: 65_536,
  recordTimeout: 2_000,
} as const;
