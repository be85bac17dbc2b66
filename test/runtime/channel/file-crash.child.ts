/**
 * A program that is killed: puts numbered events in transactions of five and takes them in sevens, telling what it begins
 * (`put`, `take`) and what it was promised (`kept`, `gone`): `file-crash.child.ts DIRECTORY FIRST TOLD`. It tells on standard
 * output, for whoever waits, and in the file TOLD: what a pipe has no room for is gone with the process.
 */
import { openSync, writeSync } from "node:fs";
import { file } from "../../../runtime/channel/file.ts";
import { event } from "../../../runtime/contract/event.ts";
import { testContext } from "../../support/test-context.ts";
import { declared } from "./channel-suite.ts";

const [directory = "", start = "0", toldPath = ""] = process.argv.slice(2);
const told = openSync(toldPath, "w");
const channel = file<string>({ directory, minimumRequiredSpace: 0, maxFileSize: 2000 }, declared);
await channel.open(testContext());

function tell(line: string): void {
  writeSync(told, line);
  process.stdout.write(line);
}

async function putForEver(): Promise<never> {
  for (let first = Number(start); ; first += 5) {
    const numbers = [0, 1, 2, 3, 4].map((step) => String(first + step));
    const claim = await channel.put(numbers.map((number) => event(number)));
    tell(`put ${numbers.join(",")}\n`);
    await claim.commit();
    tell(`kept ${numbers.join(",")}\n`);
  }
}

async function takeForEver(): Promise<void> {
  for (;;) {
    const taken = await channel.take(7, new AbortController().signal);
    const numbers = taken!.events.map(({ body }) => body).join(",");
    tell(`take ${numbers}\n`);
    await taken!.commit();
    tell(`gone ${numbers}\n`);
  }
}

await Promise.all([putForEver(), takeForEver()]);
