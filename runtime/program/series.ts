import type { ProcessFigures } from "../system/process-figures.ts";
import type { Metered, MeteredPart } from "./metered.ts";

/** One value with what tells it apart. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** All values of one name, as Prometheus and OpenTelemetry have them. */
export interface Series {
  readonly name: string;
  readonly type: "counter" | "gauge";
  readonly help: string;
  readonly samples: Sample[];
}

/** A part, or what counts without being one. */
type Labelled = Omit<MeteredPart, "kind"> & { readonly kind: string };

/** Counters that are there from the start, so that a rate over them begins at 0. */
const FROM_START: Readonly<Partial<Record<MeteredPart["kind"], readonly string[]>>> = {
  source: ["accepted", "failed"],
  channel: ["in", "out"],
  sink: ["written", "failed", "deadLetters"],
  operator: ["in", "out", "dropped", "rejected", "seconds"],
  stream: ["batches", "late", "merged", "failed"],
};

/** Counters of a part that are there before anything is counted: those of its kind, and those that it declares. */
function namesFromStart({ kind, counts = {} }: Labelled): ReadonlySet<string> {
  return new Set([...(FROM_START[kind as MeteredPart["kind"]] ?? []), ...Object.keys(counts)]);
}

/** What a counter counts; of those that have several meanings by the kind of what counts. */
const HELP: Readonly<Record<string, string>> = {
  accepted:
    "Events that are safe in every required channel, or of an input those of batches that are computed and written.",
  written: "Events that it has written.",
  failed: "Attempts that failed, and were repeated.",
  channelFull: "Puts that a full channel refused for its whole keep-alive.",
  in: "Elements that it was given.",
  out: "Elements that it gave.",
  bytes: "Bytes that it has read or written, as they travel.",
  "channel.inBytes": "What the events that were put take in memory, estimated from one event of each put.",
  "channel.outBytes": "The same of the events that were taken for good.",
  "topic.in": "Records that this program has written to it.",
  "topic.out": "Records that this program has read from it.",
  "topic.inBytes": "Bytes of the records that this program has written to it, before they are packed.",
  "topic.outBytes": "Bytes of the records that this program has read from it, unpacked.",
  writes: "Writes, those that failed included.",
  "source.seconds": "Time that its puts took, with the steps on its wires and the wait for room.",
  "channel.seconds": "Time that puts waited for room.",
  "sink.seconds": "Time that its writes took, those that failed included.",
  "operator.seconds": "Time that it took, estimated from some of the batches.",
  dropped: "Elements that it dropped.",
  rejected: "Elements that it sent to where failures go.",
  retried: "Tries of events whose content had been refused before.",
  deadLetters: "Events that left for where the program sends what is refused.",
  batches: "Batches that are computed and written.",
  late: "Batches that began more than one interval late.",
  optionalLost: "Events that an optional channel did not take.",
  memberFailed: "Writes that a member of the group failed at.",
};

/** The figures of a program, by name: each with the id, type and place of the part that has it. */
export function seriesOf(
  { agents, counters, figures }: Metered,
  parts: readonly MeteredPart[],
  ofProcess: ProcessFigures,
): Series[] {
  const found = new Map<string, Series>();
  const add = (series: Omit<Series, "samples">, sample: Sample): void => {
    const known = found.get(series.name);
    if (known === undefined) found.set(series.name, { ...series, samples: [sample] });
    else known.samples.push(sample);
  };
  const counted = (part: Labelled, counter: string, value: number): void => {
    const { name, of } = partsOf(counter);
    const help = part.counts?.[counter] ?? HELP[`${part.kind}.${name}`] ?? HELP[name] ?? `Counted as ${name}.`;
    const series = { name: `sluice_${part.kind}_${snake(name)}_total`, type: "counter", help } as const;
    add(series, { labels: { ...labelsOf(part), ...of }, value });
  };
  const known = new Map(parts.map((part) => [part.id, part]));
  const partOf = (id: string): Labelled => known.get(id) ?? { id, kind: "program", type: "", place: "" };
  for (const part of parts) {
    for (const counter of namesFromStart(part)) counted(part, counter, counters.get(part.id, counter));
  }
  for (const [id, ofPart] of counters) {
    const part = partOf(id);
    const said = namesFromStart(part);
    for (const [counter, value] of ofPart) if (!said.has(counter)) counted(part, counter, value);
  }
  for (const { name: owner, channels } of agents) {
    for (const [name, { size, capacity }] of Object.entries(channels)) {
      const part = known.get(`${owner}.${name}`);
      if (part === undefined) continue;
      const gauge = (name: string, help: string) => ({ name: `sluice_channel_${name}`, type: "gauge", help }) as const;
      add(gauge("events", "Events in the channel."), { labels: labelsOf(part), value: size });
      add(gauge("capacity_events", "Events that the channel has room for."), {
        labels: labelsOf(part),
        value: capacity,
      });
    }
  }
  for (const { component, of, name, help, isSum = false, by, read } of figures) {
    const part = partOf(component);
    const value = read();
    const type = isSum ? "counter" : "gauge";
    const series = { name: `sluice_${of ?? part.kind}_${snake(name)}${isSum ? "_total" : ""}`, type, help } as const;
    if (typeof value === "number") add(series, { labels: labelsOf(part), value });
    else
      for (const [key, one] of value)
        add(series, { labels: { ...labelsOf(part), [by ?? "of"]: String(key) }, value: one });
  }
  for (const [name, type, help, value] of processSeries(ofProcess)) add({ name, type, help }, { labels: {}, value });
  return [...found.values()].map((one) => ({
    ...one,
    samples: one.samples.filter(({ value }) => !Number.isNaN(value)),
  }));
}

function processSeries(of: ProcessFigures): (readonly [string, Series["type"], string, number])[] {
  return [
    ["sluice_heap_used_bytes", "gauge", "Memory of the heap in use.", of.heapUsedBytes],
    ["sluice_external_bytes", "gauge", "Memory of buffers, outside the heap.", of.externalBytes],
    [
      "sluice_event_loop_delay_max_seconds",
      "gauge",
      "Longest delay of a timer since the last scrape.",
      of.loopDelayMaxSeconds,
    ],
    [
      "sluice_event_loop_delay_mean_seconds",
      "gauge",
      "Mean delay of timers since the last scrape.",
      of.loopDelayMeanSeconds,
    ],
    ["process_resident_memory_bytes", "gauge", "Resident memory size in bytes.", of.residentBytes],
    ["process_cpu_seconds_total", "counter", "Total user and system CPU time spent in seconds.", of.cpuSeconds],
    ["process_start_time_seconds", "gauge", "Start time of the process since unix epoch in seconds.", of.startSeconds],
  ];
}

/** `optional.c2.lost` is the counter `optionalLost`, of `c2`: a name of the program stands in no name of a series. */
function partsOf(counter: string): { readonly name: string; readonly of: Readonly<Record<string, string>> } {
  const [first = "", second, third] = counter.split(".");
  if (second === undefined) return { name: first, of: {} };
  const [name, of] = third === undefined ? [`member.${second}`, first] : [`${first}.${third}`, second];
  return { name: name.replace(/\.(.)/, (_, letter: string) => letter.toUpperCase()), of: { of } };
}

function labelsOf({ id, type, place }: Labelled): Readonly<Record<string, string>> {
  return { id, type, place };
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
