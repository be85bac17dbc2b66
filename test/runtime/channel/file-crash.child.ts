/**
 * A program that is killed: puts numbered events in transactions of five and takes them in sevens, telling on
 * standard output what it begins (`put`, `take`) and what it was promised (`kept`, `gone`).
 */
import { file } from "../../../runtime/channel/file.ts";
import { event } from "../../../runtime/contract/event.ts";
import { testContext } from "../../support/test-context.ts";
import { declared } from "./channel-suite.ts";

const [directory = "", start = "0"] = process.argv.slice(2);
const channel = file<string>({ directory, minimumRequiredSpace: 0, maxFileSize: 2000 }, declared);
await channel.open(testContext());

async function putForEver(): Promise<never> {
  for (let first = Number(start); ; first += 5) {
    const numbers = [0, 1, 2, 3, 4].map((step) => String(first + step));
    const claim = await channel.put(numbers.map((number) => event(number)));
    process.stdout.write(`put ${numbers.join(",")}\n`);
    await claim.commit();
    process.stdout.write(`kept ${numbers.join(",")}\n`);
  }
}

async function takeForEver(): Promise<void> {
  for (;;) {
    const taken = await channel.take(7, new AbortController().signal);
    const numbers = taken!.events.map(({ body }) => body).join(",");
    process.stdout.write(`take ${numbers}\n`);
    await taken!.commit();
    process.stdout.write(`gone ${numbers}\n`);
  }
}

await Promise.all([putForEver(), takeForEver()]);
