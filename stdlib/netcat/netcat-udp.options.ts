// Generated from netcat-udp.flow by `npm run generate`.

/**
 * Listens on a UDP port; every datagram becomes an event, without the line end that it may end with.
 * Nothing holds a sender of UDP back, and nobody tells it what arrived: datagrams are lost on the way, while this program
 * is down, and while the channel is full and `maxWaiting` used up. The last kind is counted.
 */
export interface NetcatUdpOptions {
  /** Address to listen on; `"0.0.0.0"` for all. */
  readonly bind?: string;
  /** Port to listen on; 0 takes any free one, which the log names. */
  readonly port: number;
  /** Makes an event of each line of a datagram; otherwise all of it is one event. */
  readonly lines?: boolean;
  /** Name of a header with the address of the sender; null adds none. */
  readonly remoteAddress?: string | null;
  /** Character encoding of what is received. */
  readonly encoding?: string;
  /** Most bytes of datagrams that wait for the channel; what comes beyond that is lost and counted. */
  readonly maxWaiting?: number;
  /** Addresses and networks that may send, such as `["10.0.0.0/8"]`; null lets all in. Addresses can be forged. */
  readonly allow?: readonly string[] | null;
}

export const netcatUdpDefaults = {
  bind: "localhost",
  lines: false,
  remoteAddress: null,
  encoding: "utf-8",
  maxWaiting: 16_777_216,
  allow: null,
} as const;
