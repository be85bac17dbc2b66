/**
 * kafkajs by itself, with the two repairs that any user in earnest makes (no idle timers, no quadratic grouping of
 * messages): what a hand-written program would do with the same batches.
 */
import { once } from "node:events";
import kafkajs from "kafkajs";
import { overrideKafkajs } from "../../stdlib/kafka/kafkajs/overrides.ts";

overrideKafkajs();

function clientOf(brokers: string): kafkajs.Kafka {
  return new kafkajs.Kafka({ brokers: [brokers], logLevel: kafkajs.logLevel.NOTHING });
}

/** Milliseconds for writing the batches one after the other, each to the next partition, acknowledged by all. */
export async function produceBare(
  brokers: string,
  topic: string,
  partitions: number,
  batches: readonly (readonly string[])[],
): Promise<number> {
  const producer = clientOf(brokers).producer({ createPartitioner: () => () => 0 });
  await producer.connect();
  const start = performance.now();
  let turn = 0;
  for (const batch of batches) {
    const messages: kafkajs.Message[] = batch.map((value) => ({ value }));
    const grouped = { [turn % partitions]: messages };
    await producer.send({ topic, messages: Object.assign(messages, { reduce: () => grouped }) });
    turn++;
  }
  const took = performance.now() - start;
  await producer.disconnect();
  return took;
}

/** Milliseconds from having joined to having read `count` records as text and committed them by `batchSize`. */
export async function consumeBare(
  brokers: string,
  topic: string,
  group: string,
  count: number,
  batchSize: number,
): Promise<number> {
  const consumer = clientOf(brokers).consumer({ groupId: group });
  const done = new EventTarget();
  let left = count;
  let bytes = 0;
  const joined = new Promise<void>((resolve) => {
    consumer.on(consumer.events.GROUP_JOIN, () => resolve());
  });
  const end = once(done, "end");
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch: { partition, messages } }) => {
      for (let from = 0; from < messages.length; from += batchSize) {
        const part = messages.slice(from, from + batchSize);
        for (const { value } of part) bytes += value?.toString().length ?? 0;
        const offset = (BigInt(part.at(-1)!.offset) + 1n).toString();
        await consumer.commitOffsets([{ topic, partition, offset }]);
        left -= part.length;
      }
      if (left <= 0) done.dispatchEvent(new Event("end"));
    },
  });
  await joined;
  const start = performance.now();
  await end;
  const took = performance.now() - start;
  await consumer.disconnect();
  if (bytes === 0) throw new Error("nothing was read");
  return took;
}
