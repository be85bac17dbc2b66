// Generated from avro-sink.flow by `npm run generate`.

/**
 * Sends events to an avro source: of an agent of Flume, or of another program (Avro RPC, AvroSourceProtocol).
 * A batch is one call, and safe when the other side has answered `OK`. Strings are sent as UTF-8, bytes as they are, all
 * else as JSON; headers go with their events.
 */
export interface AvroOptions {
  /** Host to connect to. */
  readonly host: string;
  /** Port to connect to. */
  readonly port: number;
  /** Most events of one transaction, and of one call. */
  readonly batchSize?: number;
  /** How long a connection may take to come about. */
  readonly connectTimeout?: number;
  /** How long an answer may take. */
  readonly requestTimeout?: number;
  /** Compression of the connection, in both directions: what the source has as `compression-type`. */
  readonly compression?: "none" | "deflate";
  /** From 1, fastest, to 9, smallest. */
  readonly compressionLevel?: number;
  /** With `deflate` and TLS: what is outermost on the wire. `deflate` is what Flume 1.10 and 1.11 do, `tls` Flume up to 1.9. */
  readonly outermost?: "deflate" | "tls";
  /** Encrypts the connection. */
  readonly tls?: boolean;
  /** File with the certificates to trust, in PEM; null trusts those that Node knows. */
  readonly tlsCa?: string | null;
  /** File with this client's own certificate, in PEM. */
  readonly tlsCert?: string | null;
  /** File with the private key of `tlsCert`, in PEM. */
  readonly tlsKey?: string | null;
}

export const avroDefaults = {
  batchSize: 100,
  connectTimeout: 20_000,
  requestTimeout: 20_000,
  compression: "none",
  compressionLevel: 6,
  outermost: "deflate",
  tls: false,
  tlsCa: null,
  tlsCert: null,
  tlsKey: null,
} as const;
