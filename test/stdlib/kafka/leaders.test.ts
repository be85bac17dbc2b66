import assert from "node:assert/strict";
import { ComponentError } from "../../../runtime/contract/errors.ts";
import { event } from "../../../runtime/contract/event.ts";
import type { Topic, TopicReader } from "../../../runtime/contract/topic.ts";
import { type KafkaCluster, startKafkaCluster } from "../../servers/kafka/kafka-cluster.ts";
import { serverSuite } from "../../servers/server-suite.ts";
import { freshName, probe, textTopic } from "./probe.ts";

const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => String(from + n));

// Nested in the shared broker's suite: where Java is missing, both are left out, and said to be.
serverSuite("kafka", "a kafka topic on three brokers", () => {
  let cluster: KafkaCluster;

  before("start three brokers", async function () {
    this.timeout(180_000);
    cluster = await startKafkaCluster(3);
  });

  after("stop them", async function () {
    this.timeout(60_000);
    await cluster?.dispose();
  });

  it("keeps what was acknowledged when the leaders of its partitions are killed in turn", async function () {
    this.timeout(300_000);
    const name = freshName("leaders");
    const topic = textTopic(name, { brokers: cluster.brokers, partitions: 2, replicationFactor: 3 });
    await topic.open(probe());
    const described = await cluster.tool("kafka-topics", ["--describe", "--topic", name]);
    assert.match(described.stdout, /ReplicationFactor: 3/);
    const group = freshName("g");
    const reader = topic.reader(group, "earliest");
    await reader.open(probe());

    const seen: string[] = [];
    let written = 0;
    for (let round = 0; round < 2; round++) {
      const leader = await leaderOf(cluster, name);
      await append(topic, numbered(written, written + 100));
      await cluster.kill(leader);
      await append(topic, numbered(written + 100, written + 200));
      written += 200;
      while (new Set(seen).size < written) {
        await readOn(reader, seen);
      }
      await cluster.start(leader);
    }
    await reader.close();
    await topic.close();
    assert.deepEqual([...new Set(seen)].sort(), numbered(0, written).sort());
  });

  it("is not made with more copies than there are brokers", async () => {
    const name = freshName("copies");
    const topic = textTopic(name, { brokers: cluster.brokers, replicationFactor: 4 });
    await assert.rejects(topic.open(probe()), /replicationFactor 4 is more than the cluster has \(3 brokers\)/);
  });
});

/**
 * Reads into `seen`, then commits, as a stream does. A reader whose coordinator died may give up, and is asked again; what
 * it has given counts as read, for a position that cannot be sent at once is sent later.
 */
async function readOn(reader: TopicReader<string>, seen: string[]): Promise<void> {
  try {
    const batch = await reader.read(100, AbortSignal.timeout(20_000));
    if (batch === null) return;
    seen.push(...batch.events.map(({ body }) => body));
    await reader.commit(batch.positions);
  } catch (error) {
    if (!(error instanceof ComponentError)) throw error;
    await reader.rewind().catch(() => {});
  }
}

/** Appends until it is acknowledged, as a sink's runner does. */
async function append(topic: Topic<string>, bodies: readonly string[]): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await topic.append(bodies.map((body) => event(body)));
    } catch (error) {
      if (tries === 10) throw error;
    }
  }
}

async function leaderOf(cluster: KafkaCluster, topic: string): Promise<number> {
  const { stdout } = await cluster.tool("kafka-topics", ["--describe", "--topic", topic]);
  return Number(/Partition: 0\s+Leader: (\d+)/.exec(stdout)?.[1]);
}
