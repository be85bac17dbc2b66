import { parseDuration } from "../../runtime/codec/units.ts";
import type { Context } from "../../runtime/contract/context.ts";
import type { Event } from "../../runtime/contract/event.ts";
import { recordHeaders } from "../../runtime/value/headers.ts";
import { type Out, standardOutput } from "../../stdlib/support/console/standard-output.ts";
import { type NamedTopic, namedTopic } from "./named-topic.ts";
import { recordLine } from "./record-line.ts";
import type { ConsumeRequest } from "./request.ts";
import type { TopicRecord, TopicState } from "./topic-store.ts";

/** How long to wait for records before looking whether to go on, in ms. */
const TURN = 500;

/** Most records of a group's reader at a time. */
const MOST_AT_ONCE = 500;

/** A batch of records, and what to do once they are printed. */
interface Batch {
  readonly records: readonly TopicRecord[];
  printed(count: number): Promise<void>;
}

interface Records {
  /** What is there, waiting up to `waitMs` for the first. */
  next(waitMs: number): Promise<Batch>;
  close(): Promise<void>;
}

/**
 * `sluice consume`: prints records until `context.draining` is aborted, there were `maxMessages`, or none has come for
 * `timeout`. Gives their number; rejects with an error of one line.
 */
export async function consume(request: ConsumeRequest, context: Context, out: Out = standardOutput): Promise<number> {
  const timeout = request.timeout === null ? null : parseDuration(request.timeout);
  const named = await namedTopic(request, request.topic, context);
  const records = request.group === null ? await alone(request, named) : await inGroup(request, named, context);
  const most = request.maxMessages ?? Number.POSITIVE_INFINITY;
  const { clock, draining } = context;
  let count = 0;
  let last = clock.now();
  try {
    while (count < most && !draining.aborted) {
      const left = timeout === null ? TURN : last + timeout - clock.now();
      if (left <= 0) break;
      const batch = await records.next(Math.min(TURN, left));
      if (batch.records.length === 0) continue;
      const wanted = batch.records.slice(0, most - count);
      await out(wanted.map((record) => recordLine(record, request)).join(""));
      await batch.printed(wanted.length);
      count += wanted.length;
      last = clock.now();
    }
  } finally {
    await records.close();
  }
  return count;
}

/** Without a group: nobody notices, and nothing is kept. */
async function alone(request: ConsumeRequest, { store, name }: NamedTopic): Promise<Records> {
  const state = await store.describe(name);
  if (state === null) throw new Error(`there is no topic ${name}`);
  const scanner = await store.scan(name, startOf(request, state));
  return {
    async next(waitMs) {
      return { records: await scanner.next(waitMs), async printed() {} };
    },
    close: () => scanner.close(),
  };
}

function startOf({ partition: only, offset, fromBeginning }: ConsumeRequest, { name, partitions }: TopicState) {
  const chosen = partitions.filter(({ partition }) => only === null || partition === only);
  if (chosen.length === 0) {
    throw new Error(`topic ${name} has no partition ${only}; the last one is ${partitions.length - 1}`);
  }
  const from = offset ?? (fromBeginning ? "earliest" : "latest");
  return new Map(
    chosen.map(({ partition, first, next }) => [
      partition,
      from === "earliest" ? first : from === "latest" ? next : from,
    ]),
  );
}

/** As a member of a group: what was printed is committed. */
async function inGroup(request: ConsumeRequest, { store, name }: NamedTopic, context: Context): Promise<Records> {
  if ((await store.describe(name)) === null) throw new Error(`there is no topic ${name}`);
  const topic = store.topic(name, {});
  await topic.open(context);
  const reader = topic.reader(request.group!, request.fromBeginning ? "earliest" : "latest");
  await reader.open(context);
  const most = Math.min(MOST_AT_ONCE, request.maxMessages ?? MOST_AT_ONCE);
  let left = request.maxMessages ?? Number.POSITIVE_INFINITY;
  return {
    async next(waitMs) {
      const late = new AbortController();
      const timer = context.clock.at(context.clock.now() + waitMs, () => late.abort());
      const batch = await reader.read(Math.min(most, left), late.signal);
      timer();
      return {
        records: (batch?.events ?? []).map(recordOf),
        async printed(count) {
          left -= count;
          if (batch !== null) await reader.commit(batch.positions);
        },
      };
    },
    async close() {
      await reader.close();
      await topic.close();
    },
  };
}

function recordOf({ body, headers }: Event<string | null>): TopicRecord {
  return {
    partition: Number(headers.get("partition")),
    offset: headers.get("offset") ?? "0",
    timestamp: headers.get("timestamp") ?? "0",
    key: headers.get("key") ?? null,
    value: body,
    headers: recordHeaders(headers),
  };
}
