/** Writes records to the embedded topic `hits` of a data directory. Arguments: the directory, how many. */
import { event } from "../../runtime/contract/event.ts";
import { t } from "../../runtime/contract/schema.ts";
import { createLogs } from "../../runtime/log/logs.ts";
import { systemClock } from "../../runtime/system/clock.ts";
import { embedded } from "../../runtime/topic/embedded.ts";

const [dataDir = "", count = "0"] = process.argv.slice(2);
const records = Number(count);
const topic = embedded<string>({ fsync: false }, { name: "hits", place: "bench", element: t.string });
await topic.open({
  program: "bench",
  clock: systemClock,
  log: createLogs("text", systemClock, () => {}).named("bench"),
  dataDir,
  draining: new AbortController().signal,
  count() {},
});
for (let from = 0; from < records; from += 1000) {
  const batch = Array.from({ length: Math.min(1000, records - from) }, (_, at) => {
    return event(`127.0.0.1 GET /index/${from + at} HTTP/1.1 200 ${(from + at) * 7} and some more text to fill a line`);
  });
  await topic.append(batch);
}
await topic.close();
console.log(JSON.stringify({ records }));
