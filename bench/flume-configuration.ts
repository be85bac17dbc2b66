/** Lines of the properties of each part of an agent of Flume: `type = netcat`. */
export interface FlumeParts {
  readonly source: readonly string[];
  readonly channel: readonly string[];
  readonly sink: readonly string[];
}

/** The configuration of an agent `a1` with a source, a channel and a sink. */
export function flumeConfiguration({ source, channel, sink }: FlumeParts): string {
  return [
    "a1.sources = r1",
    "a1.channels = c1",
    "a1.sinks = k1",
    ...source.map((line) => `a1.sources.r1.${line}`),
    "a1.sources.r1.channels = c1",
    ...channel.map((line) => `a1.channels.c1.${line}`),
    ...sink.map((line) => `a1.sinks.k1.${line}`),
    "a1.sinks.k1.channel = c1",
  ].join("\n");
}
