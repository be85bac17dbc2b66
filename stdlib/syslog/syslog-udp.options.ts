// Generated from syslog-udp.flow by `npm run generate`.

/**
 * Listens for messages of syslog over UDP, a datagram each. What becomes of a message is as with `syslog`.
 * Nothing holds a sender of UDP back, and nobody tells it what arrived: datagrams are lost on the way, while this program
 * is down, and while the channel is full and `maxWaiting` used up. The last kind is counted.
 */
export interface SyslogUdpOptions {
  /** Address to listen on; `"0.0.0.0"` for all. */
  readonly bind?: string;
  /** Port to listen on; 0 takes any free one, which the log names. */
  readonly port: number;
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
  /** Most bytes of datagrams that wait for the channel; what comes beyond that is lost and counted. */
  readonly maxWaiting?: number;
  /** Addresses and networks that may send, such as `["10.0.0.0/8"]`; null lets all in. Addresses can be forged. */
  readonly allow?: readonly string[] | null;
}

export const syslogUdpDefaults = {
  bind: "localhost",
  parse: true,
  keepFields: [],
  eventSize: 65_536,
  timeZone: null,
  charset: "UTF-8",
  clientIPHeader: null,
  maxWaiting: 16_777_216,
  allow: null,
} as const;
