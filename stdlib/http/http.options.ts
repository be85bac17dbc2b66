// Generated from http.flow by `npm run generate`.
import type { Secret } from "../../runtime/contract/secret.ts";

/**
 * Listens for HTTP requests, whose bodies become events.
 * A `POST` or `PUT` is answered 200 once all its events are in every required channel, and otherwise says why not: 503 with
 * `Retry-After` when a channel stayed full or the program ends, 400 for a body that is not of `format`, 413 for one
 * that is too large, 401, 404, 405 and 415 as usual, 500 when a step on the wire throws. A request without a 200 may be sent
 * again: where it has more events than a transaction of the channel, the first of them may come twice.
 *
 * Compressed bodies (`Content-Encoding` of `gzip` or `deflate`) are unpacked, up to `maxBodySize`. The character encoding is
 * the `charset` of the `Content-Type`, or UTF-8.
 */
export interface HttpOptions {
  /** Address to listen on; `"0.0.0.0"` for all. */
  readonly bind?: string;
  /** Port to listen on; 0 takes any free one, which the log names. */
  readonly port: number;
  /** Path of the requests that are taken; null takes all. */
  readonly path?: string | null;
  /**
   * `flume`: a JSON array of `{"headers": {"name": "text"}, "body": "text"}`, as Flume's JSONHandler takes; `lines`: an event
   * each line that is not empty, such as NDJSON; `whole`: the body of the request is one event.
   */
  readonly format?: "flume" | "lines" | "whole";
  /** User that requests must name (basic authentication); null asks for none. */
  readonly username?: string | null;
  /** Password of `username`. */
  readonly password?: Secret | null;
  /** Token that requests must have (`Authorization: Bearer …`); null asks for none. */
  readonly token?: Secret | null;
  /** Headers of the request that become headers of its events, by the same names. */
  readonly requestHeaders?: readonly string[];
  /** Name of a header with the address of the sender; null adds none. */
  readonly clientIPHeader?: string | null;
  /** Largest body of a request, also unpacked. */
  readonly maxBodySize?: number;
  /** Most bytes of all bodies that are received or wait for the channel; requests beyond that are answered 503. */
  readonly maxWaiting?: number;
  /** How long a request may take to arrive, from its head to the end of its body. */
  readonly requestTimeout?: number;
  /** Closes a connection that begins no request for so long. */
  readonly idleTimeout?: number;
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
}

export const httpDefaults = {
  bind: "localhost",
  path: null,
  format: "flume",
  username: null,
  password: null,
  token: null,
  requestHeaders: [],
  clientIPHeader: null,
  maxBodySize: 8_388_608,
  maxWaiting: 67_108_864,
  requestTimeout: 30_000,
  idleTimeout: 60_000,
  maxConnections: 1_024,
  allow: null,
  tlsCert: null,
  tlsKey: null,
  tlsCa: null,
} as const;
