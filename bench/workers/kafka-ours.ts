/** A topic of ours on a broker. Arguments: produce or consume, brokers, topic. */

import type { Context } from "../../runtime/contract/context.ts";
import { event } from "../../runtime/contract/event.ts";
import { t } from "../../runtime/contract/schema.ts";
import { systemClock } from "../../runtime/system/clock.ts";
import { kafka } from "../../stdlib/kafka/kafka.ts";
import { batches, batchSize, measure, records } from "./kafka-lines.ts";

const [what = "", brokers = "", name = ""] = process.argv.slice(2);
const context: Context = {
  program: "bench",
  clock: systemClock,
  log: { info() {}, warn: console.error, error: console.error, once: console.error },
  dataDir: "",
  draining: new AbortController().signal,
  count() {},
};
const topic = kafka<string>({ brokers }, { name, place: "bench", element: t.string });
await topic.open(context);

await measure(what === "produce" ? produce : consume);

async function produce(): Promise<number> {
  const start = performance.now();
  for (const batch of batches) await topic.append(batch.map((line) => event(line)));
  return performance.now() - start;
}

async function consume(round: number): Promise<number> {
  const reader = topic.reader(`ours-${process.pid}-${round}`, "earliest");
  await reader.open(context);
  const never = new AbortController().signal;
  let bytes = 0;
  const start = performance.now();
  for (let left = records; left > 0; ) {
    const batch = await reader.read(batchSize, never);
    if (batch === null) throw new Error("the reader stopped");
    for (const { body } of batch.events) bytes += body.length;
    left -= batch.events.length;
    await reader.commit(batch.positions);
  }
  const took = performance.now() - start;
  await reader.close();
  if (bytes === 0) throw new Error("nothing was read");
  return took;
}
