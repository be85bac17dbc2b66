/**
 * kafkajs by itself, with the two repairs that any user in earnest makes (no idle timers, no quadratic grouping of
 * messages): what a hand-written program does with the same batches. Arguments: produce or consume, brokers, topic.
 */
import { once } from "node:events";
import kafkajs from "kafkajs";
import RequestQueue from "kafkajs/src/network/requestQueue/index.js";
import { batches, batchSize, measure, partitions, records } from "./kafka-lines.ts";

const armTimer = RequestQueue.prototype.scheduleCheckPendingRequests;
RequestQueue.prototype.scheduleCheckPendingRequests = function () {
  if (this.pending.length > 0 || this.throttledUntil > Date.now()) armTimer.call(this);
};

const [what = "", brokers = "", topic = ""] = process.argv.slice(2);
const client = new kafkajs.Kafka({ brokers: [brokers], logLevel: kafkajs.logLevel.NOTHING });

await measure(what === "produce" ? produce : consume);

async function produce(): Promise<number> {
  const producer = client.producer({ createPartitioner: () => () => 0 });
  await producer.connect();
  const start = performance.now();
  let turn = 0;
  for (const batch of batches) {
    const messages: kafkajs.Message[] = batch.map((value) => ({ value }));
    const grouped = { [turn % partitions]: messages };
    await producer.send({ topic, messages: Object.assign([...messages], { reduce: () => grouped }) });
    turn++;
  }
  const took = performance.now() - start;
  await producer.disconnect();
  return took;
}

async function consume(round: number): Promise<number> {
  const consumer = client.consumer({ groupId: `bare-${process.pid}-${round}` });
  const done = new EventTarget();
  let left = records;
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
