// Generated from syslog.flow by `npm run generate`.

/**
 * Listens for messages of syslog over TCP, by RFC 5424 and RFC 3164, on one port or several.
 * A message ends where its length says (`83 <34>1 …`), or with its line (RFC 6587); each message may choose.
 *
 * The body is what follows the host, unless `keepFields` says otherwise. Headers are those of Flume: `Facility` and
 * `Severity` as numbers, `priority`, and where the message says it `version`, `timestamp` in ms since 1970, and `host`.
 * What is not a syslog message is kept whole with the header `flume.syslog.status` of `Invalid`. A message longer than
 * `eventSize`, or that was broken off, is cut and has `Incomplete` there. With `parse: false` the body is the message as
 * it came, for `parseSyslog`, which gives a typed record of it.
 *
 * A time of RFC 3164 has no year: it is the latest that is at most a day ahead.
 *
 * Senders get no answers. While the channel is full they are held back, and nothing is lost for it; what they had sent and
 * this program had not delivered when it was killed is lost. At its end the program tells its senders so, and listens
 * for one more second to what they are about to say.
 */
export interface SyslogOptions {
  /** Address to listen on; `"0.0.0.0"` for all. */
  readonly bind?: string;
  /** Port to listen on; 0 takes any free one, which the log names. */
  readonly port: number;
  /** Further ports. */
  readonly morePorts?: readonly number[] | null;
  /** Takes the message apart; otherwise it is the body as it came, without headers. */
  readonly parse?: boolean;
  /** Parts that stay in the body: some of `"priority"`, `"version"`, `"timestamp"` and `"hostname"`, or `"all"`. */
  readonly keepFields?: readonly string[];
  /** Longest message in bytes; of a longer one the beginning is kept. */
  readonly eventSize?: number;
  /** Time zone of times of RFC 3164, such as `Europe/Berlin`; null is the one of this machine. */
  readonly timeZone?: string | null;
  /** Character encoding of the messages. */
  readonly charset?: string;
  /** Name of a header with the address of the sender; null adds none. */
  readonly clientIPHeader?: string | null;
  /** Name of a header with the port that the message came to; null adds none. */
  readonly portHeader?: string | null;
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

export const syslogDefaults = {
  bind: "localhost",
  morePorts: null,
  parse: true,
  keepFields: [],
  eventSize: 65_536,
  timeZone: null,
  charset: "UTF-8",
  clientIPHeader: null,
  portHeader: null,
  maxConnections: 1_024,
  idleTimeout: 3_600_000,
  allow: null,
  tlsCert: null,
  tlsKey: null,
  tlsCa: null,
} as const;
