// Generated from http-sink.flow by `npm run generate`.
import type { Secret } from "../../runtime/contract/secret.ts";

/**
 * Sends events as HTTP requests, a batch each.
 * A batch is safe when the server has answered with a status from 200 to 299. A status that says that the content is
 * refused (`refusals`) sends the event out by the `else` of the arrow; a batch is divided until the guilty events are
 * alone. Everything else (another status, no answer in time, no connection) is tried again, not before the time that
 * the server names in `Retry-After`. Redirects are not followed: they are told as what they are.
 *
 * `%{name}` in `url` and in the values of `requestHeaders` stands for the header `name` of the event, or of its body by
 * `headers`; in the `url` it is encoded. Events with other values go in requests of their own. An event without the header
 * is refused.
 */
export interface HttpOptions<T> {
  /** Where the requests go: `https://HOST/PATH`. May have `%{header}` behind the host. */
  readonly url: string;
  /** Method of the requests. */
  readonly method?: "POST" | "PUT" | "PATCH";
  /**
   * `lines`: bodies as text, a line each (strings as they are, all else as JSON); `json`: one array of all bodies as JSON;
   * `flume`: the JSON that Flume's source and the source `http` take; `whole`: a request for each body, as it is.
   */
  readonly format?: "lines" | "json" | "flume" | "whole";
  /** The `Content-Type`; null is `text/plain` or `application/json`, as `format` has it. */
  readonly contentType?: string | null;
  /** Further headers of the requests. Their values may have `%{header}`. */
  readonly requestHeaders?: ReadonlyMap<string, string> | null;
  /** Headers of a body, for `%{header}`, over those that the event has: `hit => [("tenant", hit.tenant)].toMap()`. */
  readonly headers?: ((value: T) => ReadonlyMap<string, string>) | null;
  /** Packs the bodies of requests. */
  readonly compression?: "none" | "gzip";
  /** Most events of one transaction, and of one request. */
  readonly batchSize?: number;
  /** Statuses that say that the content of the events is refused, and would be again. */
  readonly refusals?: readonly number[];
  /** How long a connection may take to come about. */
  readonly connectTimeout?: number;
  /** How long a request may take, from its beginning to the end of the answer. */
  readonly requestTimeout?: number;
  /** Longest wait that a `Retry-After` may ask for. */
  readonly maxRetryAfter?: number;
  /** User to log in as (basic authentication); null does not log in. */
  readonly username?: string | null;
  /** Password of `username`. */
  readonly password?: Secret | null;
  /** Token to show (`Authorization: Bearer …`); null shows none. */
  readonly token?: Secret | null;
  /** File with the certificates to trust, in PEM; null trusts those that Node knows. */
  readonly tlsCa?: string | null;
  /** File with this client's own certificate, in PEM. */
  readonly tlsCert?: string | null;
  /** File with the private key of `tlsCert`, in PEM. */
  readonly tlsKey?: string | null;
}

export const httpDefaults = {
  method: "POST",
  format: "lines",
  contentType: null,
  requestHeaders: null,
  headers: null,
  compression: "none",
  batchSize: 100,
  refusals: [400, 406, 409, 410, 411, 413, 414, 415, 422, 431],
  connectTimeout: 10_000,
  requestTimeout: 30_000,
  maxRetryAfter: 300_000,
  username: null,
  password: null,
  token: null,
  tlsCa: null,
  tlsCert: null,
  tlsKey: null,
} as const;
