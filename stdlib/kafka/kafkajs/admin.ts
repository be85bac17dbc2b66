import kafkajs from "kafkajs";
import { type Admin, KafkaError, type NewTopic, type TopicDescription } from "../port.ts";
import { orClassified } from "./classify.ts";
import type { Client } from "./client.ts";

/** Enough to get over a leader election; an unreachable cluster must fail within seconds. */
const retry = { retries: 3, initialRetryTime: 200, maxRetryTime: 1_000 };

/** Source of a setting in a DescribeConfigs answer: set on the topic itself (DYNAMIC_TOPIC_CONFIG). */
const SET_ON_TOPIC = 1;

/** An admin client, connected. */
export async function openAdmin({ kafka }: Client): Promise<Admin> {
  const admin = kafka.admin({ retry });
  await orClassified(admin.connect()).catch(async (error) => {
    await admin.disconnect().catch(() => {});
    throw error;
  });
  return {
    list: () => orClassified(admin.listTopics()),
    describe: (topic) => describe(admin, topic),
    create: (topic) => create(admin, topic),
    delete: (topic) => orClassified(admin.deleteTopics({ topics: [topic], timeout: 10_000 })),
    settings: (topic) => settings(admin, topic),
    async ends(topic) {
      const found = await orClassified(admin.fetchTopicOffsets(topic));
      return new Map(found.map((each) => [each.partition, { earliest: each.low, latest: each.high }]));
    },
    async committed(group, topic) {
      const [found] = await orClassified(admin.fetchOffsets({ groupId: group, topics: [topic] }));
      const known = (found?.partitions ?? []).filter(({ offset }) => BigInt(offset) >= 0n);
      return new Map(known.map(({ partition, offset }) => [partition, offset]));
    },
    async notes(group, topic) {
      const [found] = await orClassified(admin.fetchOffsets({ groupId: group, topics: [topic] }));
      return (found?.partitions ?? []).flatMap(({ metadata }) => metadata ?? []);
    },
    async members(group) {
      const { groups } = await orClassified(admin.describeGroups([group]));
      const members = groups[0]?.members ?? [];
      return members.map(({ memberId, clientId, clientHost }) => ({
        id: memberId,
        client: clientId,
        host: clientHost,
      }));
    },
    async brokerCount() {
      return (await orClassified(admin.describeCluster())).brokers.length;
    },
    close: () => orClassified(admin.disconnect()),
  };
}

async function describe(admin: kafkajs.Admin, topic: string): Promise<TopicDescription | null> {
  try {
    const { topics } = await orClassified(admin.fetchTopicMetadata({ topics: [topic] }));
    const partitions = (topics[0]?.partitions ?? []).map((found) => ({
      partition: found.partitionId,
      leader: found.leader,
      replicas: found.replicas,
      inSync: found.isr,
    }));
    return { name: topic, partitions: partitions.sort((a, b) => a.partition - b.partition) };
  } catch (error) {
    if (error instanceof KafkaError && error.kind === "missing") return null;
    throw error;
  }
}

async function create(
  admin: kafkajs.Admin,
  { name, partitions, replicationFactor, settings }: NewTopic,
): Promise<boolean> {
  const configEntries = Object.entries(settings).map(([key, value]) => ({ name: key, value }));
  try {
    return await orClassified(
      admin.createTopics({
        topics: [{ topic: name, numPartitions: partitions, replicationFactor, configEntries }],
        timeout: 10_000,
        waitForLeaders: true,
      }),
    );
  } catch (error) {
    // The topic is made by then, and the broker that was asked for its leaders has not heard of it yet. Clients ask again.
    if (error instanceof KafkaError && error.kind === "missing") return true;
    throw error;
  }
}

async function settings(admin: kafkajs.Admin, topic: string): Promise<ReadonlyMap<string, string>> {
  const { resources } = await orClassified(
    admin.describeConfigs({
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic }],
      includeSynonyms: false,
    }),
  );
  const set = (resources[0]?.configEntries ?? []).filter((entry) => Number(entry.configSource) === SET_ON_TOPIC);
  return new Map(set.map(({ configName, configValue }) => [configName, configValue]));
}
