import type { Sample, Series } from "../series.ts";
import { attributesOf, nanoseconds, type Resource, SCOPE } from "./values.ts";

/** Names of OpenTelemetry's conventions, where a figure has one. */
const CONVENTIONAL: Readonly<Record<string, string>> = {
  process_cpu_seconds_total: "process.cpu.time",
  process_resident_memory_bytes: "process.memory.usage",
};

/** OTLP's sums count from the start of the process. */
const CUMULATIVE = 2;

/** When figures were read, and since when they count, in milliseconds since 1970. */
export interface Times {
  readonly start: number;
  readonly now: number;
}

/** An `ExportMetricsServiceRequest` of OTLP, for `/v1/metrics`. */
export function metricsRequest(all: readonly Series[], resource: Resource, times: Times): unknown {
  const metrics = all.filter(({ samples }) => samples.length > 0).map((series) => metricOf(series, times));
  return { resourceMetrics: [{ resource, scopeMetrics: [{ scope: SCOPE, metrics }] }] };
}

function metricOf({ name, type, help, samples }: Series, times: Times): unknown {
  const { name: called, unit } = namesOf(name, type);
  const dataPoints = samples.map((sample) => pointOf(sample, unit, times));
  const data =
    type === "counter"
      ? { sum: { dataPoints, aggregationTemporality: CUMULATIVE, isMonotonic: true } }
      : { gauge: { dataPoints } };
  return { name: called, description: help, unit, ...data };
}

/**
 * `sluice_sink_written_total` is `sluice.sink.written`; a unit of the name is a field of its own. What is a unit and nothing
 * else is called by what it measures, and so are sums of bytes, beside which the events are summed up.
 */
function namesOf(name: string, type: Series["type"]): { readonly name: string; readonly unit: string } {
  const plain = name.replace(/_total$/, "");
  const [, base = plain, unit = ""] = /^(.*)_(seconds|bytes)$/.exec(plain) ?? [];
  const isBare = /^sluice_[a-z]+$/.test(base);
  const measured =
    unit === "bytes" && type === "counter" ? ".io" : !isBare || unit === "" ? "" : unit === "bytes" ? ".size" : ".time";
  const dotted = base.replace(/^(sluice_[a-z]+)_/, "$1.").replace(/^(sluice|process)_/, "$1.");
  return {
    name: CONVENTIONAL[name] ?? dotted + measured,
    unit: unit === "seconds" ? "s" : unit === "bytes" ? "By" : "1",
  };
}

function pointOf({ labels, value }: Sample, unit: string, { start, now }: Times): unknown {
  const isWhole = unit !== "s" && Number.isSafeInteger(value);
  return {
    attributes: attributesOf(labels),
    startTimeUnixNano: nanoseconds(start),
    timeUnixNano: nanoseconds(now),
    ...(isWhole ? { asInt: String(value) } : { asDouble: value }),
  };
}
