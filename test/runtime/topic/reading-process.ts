/** Run by `killed-reader.test.ts` to be killed: prints what it reads, then commits it. Arguments: data directory, topic. */
import { t } from "../../../runtime/contract/schema.ts";
import { embedded } from "../../../runtime/topic/embedded.ts";
import { testContext } from "../../support/test-context.ts";

const [dataDir = "", name = ""] = process.argv.slice(2);
const context = testContext({ dataDir });
const topic = embedded<string>({ commitInterval: 50 }, { name, place: "w.flow:1:7", element: t.string });
await topic.open(context);
const reader = topic.reader("g", "earliest");
await reader.open(context);
for (;;) {
  const batch = await reader.read(20, new AbortController().signal);
  if (batch === null) break;
  process.stdout.write(batch.events.map(({ body }) => `${body}\n`).join(""));
  await context.clock.sleep(10);
  await reader.commit(batch.positions);
}
