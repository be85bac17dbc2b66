import kafkajs from "kafkajs";
import Batch from "kafkajs/src/consumer/batch.js";
import type { FetchedBatch, PlainReader } from "../port.ts";
import { classify, orClassified } from "./classify.ts";
import type { Client } from "./client.ts";
import { fetchedBatch } from "./fetched-batch.ts";

const MOST_BYTES = 1_048_576;

/** Records of committed transactions only, and those of none. */
const READ_COMMITTED = 1;

/**
 * Reads single partitions by their leaders' Fetch API. kafkajs has no consumer without a group, but shows its cluster
 * to assigners: a consumer that is connected and never run gives one away, with all settings made.
 */
export async function openPlainReader({ kafka }: Client, topic: string): Promise<PlainReader> {
  let cluster: kafkajs.Cluster | undefined;
  const consumer = kafka.consumer({
    groupId: "unused",
    allowAutoTopicCreation: false,
    retry: { retries: 3, initialRetryTime: 200, maxRetryTime: 1_000 },
    partitionAssigners: [
      (given) => {
        cluster = given.cluster;
        return kafkajs.PartitionAssigners.roundRobin(given);
      },
    ],
  });
  try {
    await orClassified(consumer.connect());
    await orClassified(cluster!.addTargetTopic(topic));
  } catch (error) {
    await consumer.disconnect().catch(() => {});
    throw error;
  }
  return {
    fetch: (from, waitMs) => fetchFromLeaders(cluster!, topic, from, waitMs),
    close: () => orClassified(consumer.disconnect()),
  };
}

async function fetchFromLeaders(
  cluster: kafkajs.Cluster,
  topic: string,
  from: ReadonlyMap<number, string>,
  waitMs: number,
): Promise<readonly FetchedBatch[]> {
  try {
    await cluster.refreshMetadataIfNecessary();
    const leaders = Object.entries(cluster.findLeaderForPartitions(topic, [...from.keys()]));
    const found = await Promise.all(
      leaders.map(async ([nodeId, partitions]) => {
        const broker = await cluster.findBroker({ nodeId });
        const { responses } = await broker.fetch({
          isolationLevel: READ_COMMITTED,
          maxWaitTime: waitMs,
          maxBytes: MOST_BYTES * 10,
          topics: [
            {
              topic,
              partitions: partitions.map((partition) => ({
                partition,
                fetchOffset: from.get(partition) ?? "0",
                maxBytes: MOST_BYTES,
              })),
            },
          ],
        });
        return (responses as Answer[]).flatMap((each) => each.partitions);
      }),
    );
    return found
      .flat()
      .map((data) => new Batch(topic, from.get(data.partition) ?? "0", data))
      .filter((batch) => batch.rawMessages.length > 0)
      .map((batch) => fetchedBatch(batch));
  } catch (error) {
    const raised = classify(error);
    // Leaders move, and brokers go: the next call finds out where to.
    if (raised.kind !== "denied") await cluster.refreshMetadata().catch(() => {});
    throw raised;
  }
}

/** A topic in the answer to a fetch. */
interface Answer {
  readonly partitions: readonly { readonly partition: number }[];
}
