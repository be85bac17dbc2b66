import { call, property } from "../code.ts";
import type { Probe } from "../module.ts";
import { schemaOf } from "../schema.ts";
import { OperatorCounts } from "./operator-counts.ts";
import { createWatchingProbe, probeOf } from "./watching-probe.ts";

/**
 * Counts for metrics what passes each operator. That is all that most batches do. Those that are timed, and those that
 * somebody looks into, run through a function of their own: what stands there for watching would take from the loops
 * what the engine is ready to inline in them. Components count for themselves.
 */
export function createMetricsProbe(): Probe {
  const counts = new OperatorCounts();
  return {
    watched: createWatchingProbe(),
    begin: (operators, soleTaker, at) => counts.begin(operators, soleTaker, at),
    entered: (operator, count, at) => counts.entered(operator, count, at),
    left: (operator, count, at) => counts.left(operator, count, at),
    end: (operators, at) => counts.end(operators, at),
    component: (role, made, at) => call(at.module.imports.runtime(PROBED[role]), [made]).doc,
    properties: (operators, at) => (operators.length === 0 ? [] : [property("probe", probeOf(operators, at))]),
    wayOut: (element, at) => [property("element", schemaOf(at, element))],
  };
}

const PROBED = { source: "probedSource", channel: "probedChannel", sink: "probedSink" } as const;
