import { serveInspection } from "./inspect/serve-inspection.ts";
import type { MeteredPart, Metrics } from "./metered.ts";
import { serveMetrics } from "./metrics-server.ts";

/** The figures of a program with these parts. Only a program that is compiled for metrics brings them along. */
export function metrics(parts: readonly MeteredPart[]): Metrics {
  return {
    serve: (metered, at, log) => serveMetrics(metered, parts, at, log),
    inspect: (metered, at, log) => serveInspection({ ...at, metered, parts }, log),
  };
}
