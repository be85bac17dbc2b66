/** Run by `memory.test.ts`: reads nothing of what it is given and says what that costs. Arguments: brokers, topic. */
import { setTimeout as sleep } from "node:timers/promises";
import { probe, textTopic } from "./probe.ts";

const [brokers = "", name = ""] = process.argv.slice(2);
const topic = textTopic(name, { brokers });
await topic.open(probe());
const reader = topic.reader("idle", "earliest");
await reader.open(probe());
const first = await reader.read(1, new AbortController().signal);
process.stdout.write(`first ${first?.events.length}\n`);
for (;;) {
  await sleep(500);
  process.stdout.write(`${Math.round(process.memoryUsage().rss / 1_000_000)} MB\n`);
}
