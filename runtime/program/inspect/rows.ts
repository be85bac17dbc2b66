import type { Series } from "../series.ts";

/** The figures of a program at a moment. */
export interface Snapshot {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly series: readonly Series[];
}

/** What one part of a program does, between two snapshots. */
export interface Row {
  readonly id: string;
  readonly kind: string;
  readonly type: string;
  /** Events a second that it was given; null where nobody counts them. */
  readonly in: number | null;
  /** Events a second that it gave. */
  readonly out: number | null;
  /** How full a channel is, from 0 to 1. */
  readonly fill: number | null;
  /** Events that wait in a channel, for a batch of a stream, or in batches that are not done. */
  readonly events: number | null;
  /** How far behind it is, in seconds: the age of a channel's oldest event, the delay of a stream's last batch. */
  readonly behind: number | null;
  /** Records of a topic that were not read yet. */
  readonly lag: number | null;
  /** Share of the time that it works or waits for room; of a stream that its batches take. */
  readonly busy: number | null;
  /** How long the last batch of a stream took, in seconds. */
  readonly took: number | null;
  /** Attempts that failed, and events that were refused or dropped, since the start. */
  readonly errors: number;
  /** How many of these have come since the snapshot before. */
  readonly newErrors: number;
}

const ERRORS = ["failed", "dead_letters", "dropped", "rejected", "channel_full"];

/** By kind: the counters of what a part is given and gives. */
const PASSING: Readonly<Record<string, readonly [given: string | null, gave: string | null]>> = {
  source: [null, "accepted"],
  channel: ["in", "out"],
  sink: ["written", null],
  operator: ["in", "out"],
  stream: [null, null],
};

type Values = ReadonlyMap<string, number>;

/** What each part does, in the order of the program. */
export function rowsBetween(before: Snapshot, now: Snapshot): Row[] {
  const seconds = Math.max(0.001, (now.time - before.time) / 1000);
  const former = valuesOf(before);
  return [...valuesOf(now)].map(([key, { id, kind, type, values }]) => {
    const earlier: Values = former.get(key)?.values ?? new Map();
    const rate = (counter: string | null): number | null => {
      const value = counter === null ? undefined : values.get(`${counter}_total`);
      // A program that was started again counts from 0.
      return value === undefined ? null : Math.max(0, value - (earlier.get(`${counter}_total`) ?? 0)) / seconds;
    };
    const sum = (of: Values) => ERRORS.reduce((all, name) => all + (of.get(`${name}_total`) ?? 0), 0);
    const capacity = values.get("capacity_events") ?? 0;
    const [given = null, gave = null] = PASSING[kind] ?? [];
    return {
      id,
      kind,
      type,
      in: rate(given),
      out: rate(gave),
      fill: capacity > 0 ? (values.get("events") ?? 0) / capacity : null,
      events: values.get("events") ?? values.get("queued_events") ?? values.get("waiting_events") ?? null,
      behind: values.get("oldest_seconds") ?? values.get("delay_seconds") ?? null,
      lag: values.get("lag_records") ?? null,
      busy: rate("seconds") ?? rate("processing_seconds"),
      took: values.get("last_processing_seconds") ?? null,
      errors: sum(values),
      newErrors: Math.max(0, sum(values) - sum(earlier)),
    };
  });
}

interface Part {
  readonly id: string;
  readonly kind: string;
  readonly type: string;
  readonly values: Map<string, number>;
}

/** Values of each part by the rest of their names; those of several partitions or members are added up. */
function valuesOf({ series }: Snapshot): ReadonlyMap<string, Part> {
  const parts = new Map<string, Part>();
  for (const { name, samples } of series) {
    const [, kind, figure] = /^sluice_(source|channel|sink|operator|stream)_(.+)$/.exec(name) ?? [];
    if (kind === undefined || figure === undefined) continue;
    for (const { labels, value } of samples) {
      const { id = "", type = "" } = labels;
      const key = `${kind} ${id}`;
      const part = parts.get(key) ?? { id, kind, type, values: new Map() };
      parts.set(key, part);
      part.values.set(figure, (part.values.get(figure) ?? 0) + value);
    }
  }
  return parts;
}
