import { type KafkaServer, startKafka } from "../../test/servers/kafka/kafka-server.ts";
import { ServerUnavailable } from "../../test/servers/server-unavailable.ts";
import { type Figure, interleaved, type Row } from "../figure.ts";
import { runWorker } from "../worker.ts";
import { batchSize, partitions, records } from "../workers/kafka-lines.ts";

const rounds = 5;
const least = 0.8;

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
      return await measureOn(server);
    } finally {
      await server.dispose();
    }
  },
};

async function measureOn(server: KafkaServer): Promise<Row[]> {
  const { brokers } = server;
  for (const topic of ["ours", "bare"]) {
    const create = ["--create", "--topic", topic, "--partitions", String(partitions)];
    const { status, stderr } = await server.tool("kafka-topics", create);
    if (status !== 0) throw new Error(stderr);
  }
  const took = async (worker: string, ...args: readonly string[]) => {
    const { ms = Number.NaN } = await runWorker(worker, ...args);
    return ms;
  };
  const written = await interleaved(rounds, {
    ours: () => took("kafka-ours", "produce", brokers, "ours"),
    bare: () => took("kafka-bare", "produce", brokers, "bare"),
  });
  // Both read what the bare client has written.
  const read = await interleaved(rounds, {
    ours: () => took("kafka-ours", "consume", brokers, "bare"),
    bare: () => took("kafka-bare", "consume", brokers, "bare"),
  });
  return [
    row(`${records} lines to a Kafka topic of ${partitions} partitions, ${batchSize} a time`, written),
    row(`${records} lines from it, committed every ${batchSize}`, read),
  ];
}

function row(what: string, took: { readonly ours: number; readonly bare: number }): Row {
  const ratio = took.bare / took.ours;
  return {
    what,
    reach: `at least ${least}x`,
    ours: rate(took.ours),
    baseline: rate(took.bare),
    ratio,
    met: ratio >= least,
  };
}

function rate(ms: number): string {
  return `${Math.round(records / ms)}k records/s`;
}
