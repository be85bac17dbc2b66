/**
 * A program that is killed: writes numbered batches to `files` and tells which it begins and which are confirmed:
 * `files-until-killed.ts DIRECTORY DATA_DIRECTORY FIRST LINES TOLD`. It tells on standard output, for whoever waits, and in
 * the file TOLD: what a pipe has no room for is gone with the process.
 */
import { openSync, writeSync } from "node:fs";
import { event } from "../../../runtime/contract/event.ts";
import { files } from "../../../stdlib/files/files.ts";
import { contextFor } from "./context.ts";
import { declared } from "./one-agent.ts";

const [directory = "", dataDir = "", start = "0", lines = "1", toldPath = ""] = process.argv.slice(2);
const told = openSync(toldPath, "w");

function tell(line: string): void {
  writeSync(told, line);
  process.stdout.write(line);
}

const sink = files<string>({ directory, rollInterval: 20, fsync: false }, declared("k1"));
await sink.open(contextFor({ dataDir }));
for (let batch = Number(start); ; batch++) {
  const events = Array.from({ length: Number(lines) }, (_, line) => event(`${batch}:${line}:${"x".repeat(10_000)}`));
  tell(`begun ${batch}\n`);
  await sink.write(events);
  tell(`kept ${batch}\n`);
}
