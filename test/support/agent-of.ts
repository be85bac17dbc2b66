import { type MemoryOptions, memory } from "../../runtime/channel/memory.ts";
import { t } from "../../runtime/contract/schema.ts";
import type { Sink } from "../../runtime/contract/sink.ts";
import type { Source } from "../../runtime/contract/source.ts";
import type { Agent, AnyChannel } from "../../runtime/engine/agent/agent.ts";
import { agent } from "../../runtime/engine/agent/declare-agent.ts";

/**
 * The agent `a1` of texts whose flows are a line each: `agentOf("r1 -> c1 -> k1", { r1: source, k1: sink })`. Channels
 * are in memory, with these options. Ends that no path names are sinks that nothing flows to.
 */
export function agentOf(
  paths: string,
  ends: Readonly<Record<string, Source<string> | Sink<string>>>,
  options: MemoryOptions = {},
): Agent {
  const place = "a.flow:5:3";
  const sources: Record<string, Source<string>> = {};
  const channels: Record<string, AnyChannel> = {};
  const flows = paths.split("\n").flatMap((path) => {
    const [source = "", channel = "", sink = ""] = path.split("->").map((name) => name.trim());
    sources[source] = ends[source] as Source<string>;
    channels[channel] = memory<string>(options, { name: `a1.${channel}`, place, element: t.string });
    const common = { optional: [], rejects: [], place };
    return [
      { from: source, to: [channel], ...common },
      { from: channel, to: [sink], ...common },
    ];
  });
  const sinks = Object.fromEntries(Object.entries(ends).filter(([name]) => !(name in sources))) as Record<
    string,
    Sink<string>
  >;
  return agent({ name: "a1", place, sources, channels, sinks, flows });
}
