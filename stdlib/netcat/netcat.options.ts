// Generated from netcat.flow by `npm run generate`.

/**
 * Listens on a TCP port; every line becomes an event.
 * Each line is answered `OK` once its batch is in every required channel, or `FAILED: …` when a channel stayed full.
 * Lines end at `\n`; a `\r` before it stays in the body. Half a line at the end of a connection is dropped and counted.
 * A connection that sends a line beyond `maxLineLength` is told so and closed; the source goes on.
 * Only this machine can send, unless `bind` is an address that others reach: there is no password and no encryption.
 * While all `maxConnections` are taken, a new one gets the place of the one that has been silent for longest.
 * Bytes that are no text in `encoding` become U+FFFD and are counted.
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
  /** Closes a connection that has sent nothing for so long; null never does. */
  readonly idleTimeout?: number | null;
}

export const netcatDefaults = {
  bind: "localhost",
  maxLineLength: 512,
  ackEveryEvent: true,
  encoding: "utf-8",
  maxConnections: 1_024,
  idleTimeout: 600_000,
} as const;
