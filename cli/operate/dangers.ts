import type { Plan } from "../../compiler/3-plan/plan.ts";
import { sinksOf, sourcesOf } from "./endpoints.ts";

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

/** A part with the place where it stands. */
interface Part {
  readonly id: string;
  readonly place: { readonly text: string };
}

/** What can go wrong with the parts of a program, in the order of the program, and how one sees it in its metrics. */
export function dangersOf(plan: Plan): Danger[] {
  const { agents, streams } = plan;
  const [sources, sinks] = [sourcesOf(plan), sinksOf(plan)];
  return [
    {
      alert: "SluiceDown",
      id: plan.file,
      place: plan.file,
      expr: "up == 0",
      shows: "Nobody answers at the address of the metrics.",
      action:
        "The process has ended or hangs. Read the end of its log, and start it again: what is in durable channels and topics is delivered then.",
    },
    ...sources.filter(({ kind }) => kind === "component").map(sourceFails),
    ...sources.filter(({ kind }) => kind === "topicReader").map(lags),
    ...agents.flatMap(({ channels }) => channels.map(fills)),
    ...sinks.flatMap((sink) => [fails(sink), refuses(sink)]),
    ...streams.flatMap((stream) => isLate(stream, stream.every.value)),
  ];
}

function sourceFails({ id, place }: Part): Danger {
  return {
    alert: "SluiceSourceFails",
    id,
    place: place.text,
    expr: `increase(sluice_source_failed_total{id="${id}"}[1m]) > 0`,
    shows: `Attempts to read or to put fail at the source ${id}.`,
    action:
      "The log names the cause. Nothing is lost where the source can read again or its sender waits; see `sluice explain`.",
  };
}

function lags({ id, place }: Part): Danger {
  return {
    alert: "SluiceLagGrows",
    id,
    place: place.text,
    expr: `sum(sluice_source_lag_records{id="${id}"}) > 0 and sum(deriv(sluice_source_lag_records{id="${id}"}[10m])) > 0`,
    shows: `More records come into the topic than ${id} reads.`,
    action:
      "Look with `sluice top` at which part behind it is slow. A topic with more partitions can be read by more processes.",
  };
}

function fills({ id, place }: Part): Danger {
  return {
    alert: "SluiceChannelFills",
    id,
    place: place.text,
    expr: `sluice_channel_events{id="${id}"} / sluice_channel_capacity_events{id="${id}"} > 0.8`,
    shows: `The channel ${id} is nearly full.`,
    action:
      "Its sink is slower than its sources, or out of reach: see the alerts of the sink. When it is full, sources wait, and those whose senders do not wait lose events.",
  };
}

function fails({ id, place }: Part): Danger {
  return {
    alert: "SluiceSinkFails",
    id,
    place: place.text,
    expr: `increase(sluice_sink_failed_total{id="${id}"}[1m]) > 0`,
    shows: `Writes of the sink ${id} fail, and are tried again.`,
    action:
      "The log names the cause, with the events that wait. Mend what it writes to: it goes on by itself, without a restart.",
  };
}

function refuses({ id, place }: Part): Danger {
  return {
    alert: "SluiceDeadLetters",
    id,
    place: place.text,
    expr: `increase(sluice_sink_dead_letters_total{id="${id}"}[5m]) > 0`,
    shows: `The sink ${id} refuses events as they are, or was out of reach for longer than its retryFor.`,
    action: "They are where the `else` of the arrow sends them, with headers `reason`, `place` and `tries`.",
  };
}

function isLate({ id, place }: Part, every: unknown): Danger[] {
  const bound = typeof every === "number" ? (2 * every) / 1000 : 60;
  return [
    {
      alert: "SluiceStreamLate",
      id,
      place: place.text,
      expr: `sluice_stream_delay_seconds{id="${id}"} > ${bound}`,
      shows: `Batches of the stream ${id} begin late, and queue.`,
      action:
        "They take longer than the interval. `sluice top` shows which operator takes the time; a longer interval costs less a record.",
    },
    {
      alert: "SluiceStreamFails",
      id,
      place: place.text,
      expr: `increase(sluice_stream_failed_total{id="${id}"}[5m]) > 0`,
      shows: `Batches of the stream ${id} fail.`,
      action:
        "The log names the place and the element. `else -> deadLetters` in the head of the stream lets such an element out.",
    },
  ];
}
