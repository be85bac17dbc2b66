import type { Metered, MeteredPart } from "./metered.ts";

/** Figures by `SOURCE.r1`. */
export type FlumeMetrics = Record<string, Record<string, string>>;

/**
 * What Flume's `/metrics` gives, for dashboards that read it: figures as texts, under `SOURCE.r1`, by the names of
 * Flume's counters. Of several agents the names are qualified. What is not counted here is left out.
 */
export function flumeMetrics({ agents, counters }: Metered, parts: readonly MeteredPart[]): FlumeMetrics {
  const found: FlumeMetrics = {};
  const add = (type: "SOURCE" | "CHANNEL" | "SINK", id: string, figures: Record<string, number>): void => {
    const name = agents.length > 1 ? id : id.slice(id.indexOf(".") + 1);
    const texts = Object.entries(figures).map(([figure, value]) => [figure, String(value)]);
    found[`${type}.${name}`] = { Type: type, ...Object.fromEntries(texts) };
  };
  const count = (id: string, counter: string): number => counters.get(id, counter);
  for (const { name: owner, channels } of agents) {
    for (const { id, kind } of parts) {
      if (!id.startsWith(`${owner}.`)) continue;
      if (kind === "source") {
        const accepted = count(id, "accepted");
        add("SOURCE", id, { EventAcceptedCount: accepted, ChannelWriteFail: count(id, "channelFull") });
      } else if (kind === "sink") {
        add("SINK", id, { EventDrainSuccessCount: count(id, "written"), EventWriteFail: count(id, "failed") });
      }
    }
    for (const [name, { size, capacity }] of Object.entries(channels)) {
      const fill = capacity === 0 ? 0 : (100 * size) / capacity;
      const id = `${owner}.${name}`;
      const passed = { EventPutSuccessCount: count(id, "in"), EventTakeSuccessCount: count(id, "out") };
      add("CHANNEL", id, { ChannelSize: size, ChannelCapacity: capacity, ChannelFillPercentage: fill, ...passed });
    }
  }
  return found;
}
