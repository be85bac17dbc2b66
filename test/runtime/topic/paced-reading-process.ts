/** Reads a record for each line of its standard input, and prints it and how many it was told are gone. Arguments: data directory, topic. */
import { createInterface } from "node:readline";
import { t } from "../../../runtime/contract/schema.ts";
import { embedded } from "../../../runtime/topic/embedded.ts";
import { testContext } from "../../support/test-context.ts";

const [dataDir = "", name = ""] = process.argv.slice(2);
const context = testContext({ dataDir });
const topic = embedded<string>({}, { name, place: "w.flow:1:7", element: t.string });
await topic.open(context);
const reader = topic.reader("g", "earliest");
await reader.open(context);
for await (const _ of createInterface(process.stdin)) {
  const batch = await reader.read(1, new AbortController().signal);
  process.stdout.write(`${batch?.events[0]?.body} gone=${context.counted.get("expired") ?? 0}\n`);
}
