/** A program that is killed: writes numbered batches to `files` and tells on standard output which are confirmed. */
import { event } from "../../../runtime/contract/event.ts";
import { files } from "../../../stdlib/files/files.ts";
import { contextFor } from "./context.ts";
import { declared } from "./one-agent.ts";

const [directory = "", dataDir = "", start = "0", lines = "1"] = process.argv.slice(2);
const sink = files<string>({ directory, rollInterval: 20, fsync: false }, declared("k1"));
await sink.open(contextFor({ dataDir }));
for (let batch = Number(start); ; batch++) {
  const events = Array.from({ length: Number(lines) }, (_, line) => event(`${batch}:${line}:${"x".repeat(10_000)}`));
  process.stdout.write(`begun ${batch}\n`);
  await sink.write(events);
  process.stdout.write(`kept ${batch}\n`);
}
