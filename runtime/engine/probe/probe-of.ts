import type { ChannelProbe } from "./channel-probe.ts";

/** A channel of a program that is compiled for metrics. */
export interface ProbedChannel {
  readonly probe: ChannelProbe;
}

/** What is told of what passes `channel`; null in a program that is not compiled for metrics. */
export function probeOf(channel: object): ChannelProbe | null {
  return "probe" in channel ? (channel as ProbedChannel).probe : null;
}
