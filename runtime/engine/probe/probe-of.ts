import type { ChannelProbe } from "./channel-probe.ts";

/** Where a channel has its probe: no name that a channel of somebody's own may have. */
export const PROBE: unique symbol = Symbol("probe");

/** A channel of a program that is compiled for metrics. */
export interface ProbedChannel {
  readonly [PROBE]: ChannelProbe;
}

/** What is told of what passes `channel`; null in a program that is not compiled for metrics. */
export function probeOf(channel: object): ChannelProbe | null {
  return (channel as Partial<ProbedChannel>)[PROBE] ?? null;
}
