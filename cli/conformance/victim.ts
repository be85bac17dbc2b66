/** A process that lives to be killed: has a component do its work, and tells what is safe as soon as that is so. */
import { writeSync } from "node:fs";
import type { Output } from "../../runtime/contract/source.ts";
import { systemClock } from "../../runtime/system/clock.ts";
import { begin } from "./life.ts";
import { numberedEvents, numbersOf } from "./numbered.ts";
import type { Subject } from "./subject.ts";

/** What such a process is given. */
export interface VictimTask {
  readonly subject: Subject;
  readonly dataDir: string;
  /** The first number that a channel or sink is given. */
  readonly from: number;
}

/** Events at a time. */
const BATCH = 5;

const { subject, dataDir, from } = JSON.parse(process.argv[2] ?? "") as VictimTask;
const { component, context, element, open } = await begin(subject, dataDir);
// Not on standard output, which belongs to the component.
const tell = (word: string, numbers: readonly number[]) => writeSync(3, `${word} ${numbers.join(" ")}\n`);
await open();
tell("open", []);

const output: Output<unknown> = {
  batchSize: 50,
  async put(events) {
    await systemClock.sleep(1);
    tell(
      "kept",
      events.flatMap(({ body }) => numbersOf(body)),
    );
  },
};

if (subject.role === "source") {
  while (!context.draining.aborted) {
    await component.run(output).catch((error: unknown) => process.stderr.write(`${error}\n`));
    await systemClock.sleep(100);
  }
}
const size = Math.min(BATCH, subject.role === "sink" ? component.batchSize : component.transactionCapacity);
for (let first = from; ; first += size) {
  const events = numberedEvents(element, first, first + size);
  try {
    if (subject.role === "sink") await component.write(events);
    else await (await component.put(events)).commit();
  } catch (error) {
    process.stderr.write(`${error}\n`);
    await systemClock.sleep(100);
    continue;
  }
  tell(
    "kept",
    events.map(({ body }) => numbersOf(body)[0]!),
  );
}
