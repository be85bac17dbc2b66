import { compressionTypes } from "../codecs.ts";
import type { Producer, ProducerOptions } from "../port.ts";
import { orClassified } from "./classify.ts";
import type { Client } from "./client.ts";
import { encodedMessages } from "./encoded-messages.ts";

/** Of one send: some nine seconds while a partition has no leader, less when no broker can be reached at all. */
const retry = { retries: 5, initialRetryTime: 300, maxRetryTime: 5_000 };

/** How long the leader may wait for the replicas, in ms. */
const REPLICATION_TIMEOUT = 10_000;

/** A producer on one topic, connected. */
export async function openProducer({ kafka, clock }: Client, options: ProducerOptions): Promise<Producer> {
  const { topic, acks, compression, metadataMaxAge, counted } = options;
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    metadataMaxAge,
    createPartitioner: () => (shown) => {
      counted(shown.partitionMetadata.length);
      return 0;
    },
    retry,
  });
  await orClassified(producer.connect()).catch(async (error) => {
    await producer.disconnect().catch(() => {});
    throw error;
  });
  return {
    async send(partition, records) {
      await orClassified(
        producer.send({
          topic,
          messages: encodedMessages(partition, records, clock.now()),
          acks: acks === "all" ? -1 : 1,
          timeout: REPLICATION_TIMEOUT,
          compression: compressionTypes[compression],
        }),
      );
    },
    close: () => orClassified(producer.disconnect()),
  };
}
