import type { Plan } from "../../compiler/3-plan/plan.ts";
import { sinksOf, sourcesOf } from "./endpoints.ts";

interface Graph {
  readonly title: string;
  readonly expr: string;
  readonly legend: string;
  /** As Grafana calls it. */
  readonly unit: string;
}

/** Of a row that is 24 wide. */
const WIDTH = 12;
const HEIGHT = 8;

/** A dashboard for Grafana: what the parts do that the program has, and nothing of others. */
export function dashboard(plan: Plan): string {
  const ids = idsOf(plan);
  const content = {
    title: `Sluice: ${plan.file}`,
    uid: `sluice-${plan.file.replace(/\.flow$/, "").replace(/[^a-zA-Z0-9]+/g, "-")}`.slice(0, 40),
    tags: ["sluice"],
    schemaVersion: 39,
    time: { from: "now-1h", to: "now" },
    refresh: "10s",
    templating: { list: [{ name: "source", label: "Data source", type: "datasource", query: "prometheus" }] },
    panels: graphsOf(ids).map(({ title, expr, legend, unit }, index) => ({
      id: index + 1,
      type: "timeseries",
      title,
      datasource: { type: "prometheus", uid: "${source}" },
      gridPos: { x: (index % 2) * WIDTH, y: Math.floor(index / 2) * HEIGHT, w: WIDTH, h: HEIGHT },
      fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
      targets: [{ refId: "A", expr, legendFormat: legend }],
    })),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

interface Ids {
  readonly sources: readonly string[];
  readonly channels: readonly string[];
  readonly sinks: readonly string[];
  readonly streams: readonly string[];
  readonly readers: readonly string[];
  readonly stateful: readonly string[];
}

function idsOf(plan: Plan): Ids {
  const { agents, streams } = plan;
  const [sources, sinks] = [sourcesOf(plan), sinksOf(plan)];
  const idOf = ({ id }: { readonly id: string }) => id;
  return {
    sources: sources.map(idOf),
    channels: agents.flatMap(({ channels }) => channels.map(idOf)),
    sinks: sinks.map(idOf),
    streams: streams.map(idOf),
    readers: sources.filter(({ kind }) => kind === "topicReader").map(idOf),
    stateful: streams
      .filter(({ nodes }) => nodes.some((node) => node.kind === "operator" && node.isStateful))
      .map(idOf),
  };
}

function graphsOf({ sources, channels, sinks, streams, readers, stateful }: Ids): Graph[] {
  const rate = (metric: string, ids: readonly string[]) => `rate(${metric}${of(ids)}[1m])`;
  return [
    graph(sources, "Events in", rate("sluice_source_accepted_total", sources), "eps"),
    graph(sinks, "Events written", rate("sluice_sink_written_total", sinks), "eps"),
    graph(
      channels,
      "Fill of channels",
      `sluice_channel_events${of(channels)} / sluice_channel_capacity_events${of(channels)}`,
      "percentunit",
    ),
    graph(channels, "Age of the oldest event", `sluice_channel_oldest_seconds${of(channels)}`, "s"),
    graph(sinks, "Writes that failed", rate("sluice_sink_failed_total", sinks), "cps"),
    graph(sinks, "Dead letters", rate("sluice_sink_dead_letters_total", sinks), "eps"),
    graph(readers, "Records that wait in topics", `sum by (id) (sluice_source_lag_records${of(readers)})`, "short"),
    graph(streams, "Delay of batches", `sluice_stream_delay_seconds${of(streams)}`, "s"),
    graph(streams, "Processing time of batches", `sluice_stream_last_processing_seconds${of(streams)}`, "s"),
    graph(stateful, "Keys that streams keep", `sum by (id) (sluice_state_keys${of(stateful)})`, "short"),
    [
      {
        title: "Longest delay of the event loop",
        expr: "sluice_event_loop_delay_max_seconds",
        legend: "{{instance}}",
        unit: "s",
      },
    ],
    [{ title: "Resident memory", expr: "process_resident_memory_bytes", legend: "{{instance}}", unit: "bytes" }],
  ].flat();
}

function graph(ids: readonly string[], title: string, expr: string, unit: string): Graph[] {
  return ids.length === 0 ? [] : [{ title, expr, legend: "{{id}}", unit }];
}

/** Matches these ids, whose points stand for themselves. */
function of(ids: readonly string[]): string {
  return `{id=~"${ids.map((id) => id.replaceAll(".", "\\\\.")).join("|")}"}`;
}
