import type { Plan } from "../../compiler/3-plan/plan.ts";
import { groupsOf, sinksOf, sourcesOf } from "./endpoints.ts";
import { type Part, seriesOf } from "./series.ts";

/** Something that can go wrong with one part of a program. */
export interface Danger {
  /** Name of the alert, for all parts that it can happen to: `SluiceSinkFails`. */
  readonly alert: string;
  /** Of the part; that of the program where it is the whole. */
  readonly id: string;
  /** `access.flow:21:11` */
  readonly place: string;
  /** In Prometheus' language: has a value while it goes wrong. */
  readonly expr: string;
  /** How it shows, in a sentence. */
  readonly shows: string;
  /** What it means and what to do, in some. */
  readonly action: string;
}

/** What can go wrong with the parts of a program, in the order of the program, and how one sees it in its metrics. */
export function dangersOf(plan: Plan): Danger[] {
  const { agents, streams } = plan;
  const [sources, sinks] = [sourcesOf(plan), sinksOf(plan)];
  return [
    ...sources.slice(0, 1).map((source) => isDown(plan.file, source)),
    ...sources.filter(({ kind }) => kind === "component").map(sourceFails),
    ...sources.filter(({ kind }) => kind === "topicReader").map(lags),
    ...agents.flatMap(({ channels }) => channels.map(fills)),
    ...sinks.flatMap((sink) => [fails(sink), refuses(sink)]),
    ...groupsOf(plan).map(losesMembers),
    ...streams.flatMap((stream) => isLate(stream, stream.every.value)),
  ];
}

/** Prometheus has seen the program at that address within a day: the addresses of others are none of its business. */
function isDown(file: string, source: Part): Danger {
  return {
    alert: "SluiceDown",
    id: file,
    place: file,
    expr: `up == 0 and on (job, instance) last_over_time(${seriesOf("sluice_source_accepted_total", source)}[1d])`,
    shows: `Nobody answers at the address of the metrics of ${file}.`,
    action:
      "The process has ended or hangs. Read the end of its log, and start it again: what is in durable channels and topics is delivered then.",
  };
}

function sourceFails(part: Part): Danger {
  const { id, place } = part;
  return {
    alert: "SluiceSourceFails",
    id,
    place: place.text,
    expr: `${seriesOf("sluice_source_failing_seconds", part)} > 0`,
    shows: `Attempts to read or to put fail at the source ${id}.`,
    action:
      "The log names the cause. Nothing is lost where the source can read again or its sender waits; see `sluice explain`.",
  };
}

/** What is read in batches is behind for a part of each interval: it lags where the least of it is more than the most before. */
function lags(part: Part): Danger {
  const { id, place } = part;
  const lag = seriesOf("sluice_source_lag_records", part);
  return {
    alert: "SluiceLagGrows",
    id,
    place: place.text,
    expr: `sum(min_over_time(${lag}[5m])) > sum(max_over_time(${lag}[5m] offset 6m))`,
    shows: `More records come into the topic than ${id} reads.`,
    action:
      "Look with `sluice top` at which part behind it is slow. A topic with more partitions can be read by more processes.",
  };
}

function fills(part: Part): Danger {
  const { id, place } = part;
  return {
    alert: "SluiceChannelFills",
    id,
    place: place.text,
    expr: `${seriesOf("sluice_channel_events", part)} / ${seriesOf("sluice_channel_capacity_events", part)} > 0.8`,
    shows: `The channel ${id} is nearly full.`,
    action:
      "Its sink is slower than its sources, or out of reach: see the alerts of the sink. When it is full, sources wait, and those whose senders do not wait lose events.",
  };
}

function fails(part: Part): Danger {
  const { id, place } = part;
  return {
    alert: "SluiceSinkFails",
    id,
    place: place.text,
    expr: `${seriesOf("sluice_sink_failing_seconds", part)} > 0`,
    shows: `Writes of the sink ${id} fail, and are tried again.`,
    action:
      "The log names the cause, with the events that wait. Mend what it writes to: it goes on by itself, without a restart.",
  };
}

function losesMembers(part: Part): Danger {
  const { id, place } = part;
  return {
    alert: "SluiceMemberFails",
    id,
    place: place.text,
    expr: `increase(${seriesOf("sluice_sink_member_failed_total", part)}[5m]) > 0`,
    shows: `Sinks of the group ${id} fail, and others take their events.`,
    action: "The label `of` names the sink, and the log the cause. It is tried again by itself, without a restart.",
  };
}

function refuses(part: Part): Danger {
  const { id, place } = part;
  return {
    alert: "SluiceDeadLetters",
    id,
    place: place.text,
    expr: `increase(${seriesOf("sluice_sink_dead_letters_total", part)}[5m]) > 0`,
    shows: `The sink ${id} refuses events as they are, or was out of reach for longer than its retryFor.`,
    action: "They are where the `else` of the arrow sends them, with headers `reason`, `place` and `tries`.",
  };
}

function isLate(part: Part, every: unknown): Danger[] {
  const { id, place } = part;
  const bound = typeof every === "number" ? (2 * every) / 1000 : 60;
  return [
    {
      alert: "SluiceStreamLate",
      id,
      place: place.text,
      expr: `${seriesOf("sluice_stream_delay_seconds", part)} > ${bound}`,
      shows: `Batches of the stream ${id} begin late, and queue.`,
      action:
        "They take longer than the interval. `sluice top` shows which operator takes the time; a longer interval costs less a record.",
    },
    {
      alert: "SluiceStreamFails",
      id,
      place: place.text,
      expr: `increase(${seriesOf("sluice_stream_failed_total", part)}[5m]) > 0`,
      shows: `Batches of the stream ${id} fail.`,
      action:
        "The log names the place and the element. `else -> deadLetters` in the head of the stream lets such an element out.",
    },
  ];
}
