import { systemClock } from "../../runtime/clock.ts";
import type { Context, Topic } from "../../runtime/component.ts";
import { type Event, event } from "../../runtime/event.ts";
import { t } from "../../runtime/schema.ts";
import { kafka as kafkaTopic } from "../../stdlib/kafka/kafka.ts";
import { type KafkaServer, startKafka } from "../../test/servers/kafka/kafka-server.ts";
import { ServerUnavailable } from "../../test/servers/server-unavailable.ts";
import { consumeBare, produceBare } from "../baselines/kafka-client.ts";
import { type Figure, interleaved, type Row } from "../figure.ts";

const records = 200_000;
const batchSize = 1_000;
const partitions = 3;
const rounds = 5;
const least = 0.8;

const lines = Array.from(
  { length: records },
  (_, n) => `${n} 192.0.2.${n % 256} GET /${n % 977} 200 ${"x".repeat(70)}`,
);

/** A topic on a real broker, written and read in batches, against the bare client doing the same. */
export const kafka: Figure = {
  name: "kafka",
  async measure() {
    let server: KafkaServer;
    try {
      server = await startKafka();
    } catch (error) {
      if (!(error instanceof ServerUnavailable)) throw error;
      console.log(`kafka: left out, ${error.message}`);
      return [];
    }
    try {
      return [await produce(server.brokers), await consume(server.brokers)];
    } finally {
      await server.dispose();
    }
  },
};

async function produce(brokers: string): Promise<Row> {
  const topics = { ours: await openTopic(brokers, "bench-ours"), bare: await openTopic(brokers, "bench-bare") };
  const texts = batchesOf(lines);
  const events = batchesOf(lines.map((line) => event(line)));
  const ours = async () => {
    const start = performance.now();
    for (const batch of events) await topics.ours.append(batch);
    return performance.now() - start;
  };
  const bare = () => produceBare(brokers, "bench-bare", partitions, texts);
  // Once unmeasured: both compile their hot loops.
  await ours();
  await bare();
  const took = await interleaved(rounds, { ours, bare });
  await topics.ours.close();
  await topics.bare.close();
  return row(`${records} lines to a Kafka topic of ${partitions} partitions, batches of ${batchSize}`, took);
}

async function consume(brokers: string): Promise<Row> {
  const topic = await openTopic(brokers, "bench-read");
  for (const batch of batchesOf(lines.map((line) => event(line)))) await topic.append(batch);
  let groups = 0;
  const ours = async () => {
    groups++;
    const reader = topic.reader(`ours-${groups}`, "earliest");
    await reader.open(context);
    const start = performance.now();
    const never = new AbortController().signal;
    let bytes = 0;
    for (let left = records; left > 0; ) {
      const batch = await reader.read(batchSize, never);
      if (batch === null) throw new Error("the reader stopped");
      for (const { body } of batch.events as readonly Event<string>[]) bytes += body.length;
      left -= batch.events.length;
      await reader.commit(batch.positions);
    }
    const took = performance.now() - start;
    await reader.close();
    if (bytes === 0) throw new Error("nothing was read");
    return took;
  };
  const bare = () => {
    groups++;
    return consumeBare(brokers, "bench-read", `bare-${groups}`, records, batchSize);
  };
  await ours();
  await bare();
  const took = await interleaved(rounds, { ours, bare });
  await topic.close();
  return row(`${records} lines from it, committed by ${batchSize}`, took);
}

async function openTopic(brokers: string, name: string): Promise<Topic<string>> {
  const topic = kafkaTopic<string>({ brokers, partitions }, { name, place: "bench", element: t.string });
  await topic.open(context);
  return topic;
}

const context: Context = {
  clock: systemClock,
  log: { info() {}, warn: console.warn, error: console.error, once: console.warn },
  dataDir: "",
  draining: new AbortController().signal,
  count() {},
};

function batchesOf<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: all.length / batchSize }, (_, n) => all.slice(n * batchSize, (n + 1) * batchSize));
}

function row(what: string, took: { readonly ours: number; readonly bare: number }): Row {
  const ratio = took.bare / took.ours;
  return {
    what,
    reach: `at least ${least}x`,
    ours: rate(took.ours),
    baseline: `${rate(took.bare)} (bare kafkajs, patched)`,
    ratio,
    met: ratio >= least,
  };
}

function rate(ms: number): string {
  return `${Math.round(records / ms)}k records/s`;
}
