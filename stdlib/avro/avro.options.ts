// Generated from avro.flow by `npm run generate`.

/**
 * Takes events from agents of Flume: their avro sinks, their clients, and the sink `avro` (Avro RPC, AvroSourceProtocol).
 * A call is answered `OK` once its events are in every required channel, and `FAILED` when a channel stayed full: the
 * sender then sends again. The calls of one connection are done in order. Bodies are taken as UTF-8; bytes that are not
 * text become U+FFFD and are counted.
 */
export interface AvroOptions {
  /** Address to listen on; `"0.0.0.0"` for all. */
  readonly bind?: string;
  /** Port to listen on; 0 takes any free one, which the log names. */
  readonly port: number;
  /** Compression of the connection, in both directions: what the sender has as `compression-type`. */
  readonly compression?: "none" | "deflate";
  /** With `deflate` and TLS: what is outermost on the wire. `deflate` is what Flume 1.10 and 1.11 do, `tls` Flume up to 1.9. */
  readonly outermost?: "deflate" | "tls";
  /** Largest call in bytes; a connection that sends a larger one is closed. */
  readonly maxCallSize?: number;
  /** Most connections at a time; with a further one the one that has been silent for longest is closed and counted. */
  readonly maxConnections?: number;
  /** Closes a connection that has sent nothing for so long; null never does. */
  readonly idleTimeout?: number | null;
  /** Addresses and networks that may connect, such as `["10.0.0.0/8", "fd00::/8"]`; null lets all in. */
  readonly allow?: readonly string[] | null;
  /** File with the certificate of this server, in PEM: with one, connections are encrypted. */
  readonly tlsCert?: string | null;
  /** File with the private key of `tlsCert`, in PEM. */
  readonly tlsKey?: string | null;
  /** File with certificates, in PEM: a sender must show a certificate that one of these has signed. Null asks for none. */
  readonly tlsCa?: string | null;
}

export const avroDefaults = {
  bind: "localhost",
  compression: "none",
  outermost: "deflate",
  maxCallSize: 33_554_432,
  maxConnections: 256,
  idleTimeout: 3_600_000,
  allow: null,
  tlsCert: null,
  tlsKey: null,
  tlsCa: null,
} as const;
