/** Run by `crash.test.ts` to be killed: prints what it reads, then commits it. Arguments: brokers, topic, group. */
import { setTimeout as sleep } from "node:timers/promises";
import { probe, textTopic } from "./probe.ts";

const [brokers = "", name = "", group = ""] = process.argv.slice(2);
const topic = textTopic(name, { brokers });
await topic.open(probe());
const reader = topic.reader(group, "earliest");
await reader.open(probe());
for (;;) {
  const batch = await reader.read(20, new AbortController().signal);
  if (batch === null) break;
  process.stdout.write(batch.events.map(({ body }) => `${body}\n`).join(""));
  // Work that takes its time, so that a kill comes between the work and its commit.
  await sleep(20);
  await reader.commit(batch.positions);
}
