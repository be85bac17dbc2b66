// Generated from socket-text.flow by `npm run generate`.

/**
 * Connects to a TCP server and reads UTF-8 lines, as Spark's `socketTextStream` does.
 * While the server is away it tries again, at first after `reconnectDelay`, then ever longer up to 30 s.
 * Lines end at `\n` or `\r\n`. Half a line at the end of a connection is dropped and counted; bytes that are no UTF-8
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
}

export const socketTextDefaults = {
  reconnectDelay: 1_000,
  maxLineLength: 1_048_576,
} as const;
