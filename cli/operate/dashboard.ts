import type { Plan } from "../../compiler/3-plan/plan.ts";
import { sinksOf, sourcesOf } from "./endpoints.ts";
import { type Part, seriesOfAll } from "./series.ts";

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
  const parts = partsOf(plan);
  const content = {
    title: `Sluice: ${plan.file}`,
    uid: `sluice-${plan.file.replace(/\.flow$/, "").replace(/[^a-zA-Z0-9]+/g, "-")}`.slice(0, 40),
    tags: ["sluice"],
    schemaVersion: 39,
    time: { from: "now-1h", to: "now" },
    refresh: "10s",
    templating: { list: [{ name: "source", label: "Data source", type: "datasource", query: "prometheus" }] },
    panels: graphsOf(parts).map(({ title, expr, legend, unit }, index) => ({
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

interface Parts {
  readonly sources: readonly Part[];
  readonly channels: readonly Part[];
  readonly sinks: readonly Part[];
  readonly streams: readonly Part[];
  readonly readers: readonly Part[];
  readonly stateful: readonly Part[];
}

function partsOf(plan: Plan): Parts {
  const { agents, streams } = plan;
  const sources = sourcesOf(plan);
  return {
    sources,
    channels: agents.flatMap(({ channels }) => channels),
    sinks: sinksOf(plan),
    streams,
    readers: sources.filter(({ kind }) => kind === "topicReader"),
    stateful: streams.filter(({ nodes }) => nodes.some((node) => node.kind === "operator" && node.isStateful)),
  };
}

function graphsOf({ sources, channels, sinks, streams, readers, stateful }: Parts): Graph[] {
  // Five minutes have values also where Prometheus looks once a minute, as it does unless told otherwise.
  const rate = (metric: string, parts: readonly Part[]) => `rate(${seriesOfAll(metric, parts)}[5m])`;
  return [
    graph(sources, "Events in", rate("sluice_source_accepted_total", sources), "eps"),
    graph(sinks, "Events written", rate("sluice_sink_written_total", sinks), "eps"),
    graph(
      channels,
      "Fill of channels",
      `${seriesOfAll("sluice_channel_events", channels)} / ${seriesOfAll("sluice_channel_capacity_events", channels)}`,
      "percentunit",
    ),
    graph(channels, "Age of the oldest event", seriesOfAll("sluice_channel_oldest_seconds", channels), "s"),
    graph(sinks, "Writes that failed", rate("sluice_sink_failed_total", sinks), "cps"),
    graph(sinks, "Dead letters", rate("sluice_sink_dead_letters_total", sinks), "eps"),
    graph(
      readers,
      "Records that wait in topics",
      `sum by (id) (${seriesOfAll("sluice_source_lag_records", readers)})`,
      "short",
    ),
    graph(streams, "Delay of batches", seriesOfAll("sluice_stream_delay_seconds", streams), "s"),
    graph(streams, "Processing time of batches", seriesOfAll("sluice_stream_last_processing_seconds", streams), "s"),
    graph(stateful, "Keys that streams keep", `sum by (id) (${seriesOfAll("sluice_state_keys", stateful)})`, "short"),
    [
      {
        title: "Longest delay of the event loop",
        expr: own("sluice_event_loop_delay_max_seconds", sources),
        legend: "{{instance}}",
        unit: "s",
      },
    ],
    [
      {
        title: "Resident memory",
        expr: own("process_resident_memory_bytes", sources),
        legend: "{{instance}}",
        unit: "bytes",
      },
    ],
  ].flat();
}

/** Of the processes that run the program: others have metrics of that name, too. */
function own(metric: string, sources: readonly Part[]): string {
  return `${metric} and on (job, instance) ${seriesOfAll("sluice_source_accepted_total", sources)}`;
}

function graph(parts: readonly Part[], title: string, expr: string, unit: string): Graph[] {
  return parts.length === 0 ? [] : [{ title, expr, legend: "{{id}}", unit }];
}
