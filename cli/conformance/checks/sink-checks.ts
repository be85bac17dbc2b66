import { type Check, ensure, Late, some, type Trial, waitUntil, within } from "../check.ts";
import { sleepSomeTime, startVictim } from "../kill.ts";
import { freshFolder, type Life } from "../life.ts";
import { bodyOf, numberedEvents } from "../numbered.ts";
import { LIMIT, runOutside, writtenNumbers } from "../outside.ts";
import { useComponent } from "../use-component.ts";

/** Writes the events of `numbers`, which follow each other, in batches of what the sink takes. */
async function write({ component, element }: Life, numbers: readonly number[]): Promise<void> {
  const size = Math.max(1, Math.min(component.batchSize, 10));
  for (let at = 0; at < numbers.length; at += size) {
    const from = numbers[at]!;
    const to = Math.min(from + size, numbers[0]! + numbers.length);
    await within("a write", component.write(numberedEvents(element, from, to)));
  }
}

/** Those of `wanted` that were written, in the order of their first times. */
async function seen(trial: Trial, wanted: readonly number[]): Promise<readonly number[]> {
  const own = new Set(wanted);
  return (await writtenNumbers(trial.outside.written!)).filter((number) => own.has(number));
}

async function ensureWritten(trial: Trial, wanted: readonly number[], when: string): Promise<void> {
  const found = new Set(await seen(trial, wanted));
  const missing = wanted.filter((number) => !found.has(number));
  ensure(missing.length === 0, `${when} ${missing.length} of ${wanted.length} events are missing: ${some(missing)}`);
}

/** What every sink keeps. */
export const sinkChecks: readonly Check[] = [
  {
    title: "opens and closes without being written to, and opens again",
    needs: [],
    async run(trial) {
      const folder = freshFolder(trial.subject);
      for (let life = 0; life < 2; life++) await useComponent(trial, async () => {}, folder);
    },
  },
  {
    title: "takes batches of the size that it names, one after the other",
    needs: [],
    run: (trial) =>
      useComponent(trial, async (life) => {
        const { batchSize } = life.component;
        ensure(Number.isInteger(batchSize) && batchSize > 0, `its batchSize is ${batchSize}`);
        await write(life, trial.numbers(25));
      }),
  },
  {
    title: "has written when it says so, once and in order",
    needs: ["written"],
    async run(trial) {
      const numbers = trial.numbers(25);
      await useComponent(trial, async (life) => {
        await write(life, numbers);
        await ensureWritten(trial, numbers, "after a write");
        await life.close();
        const found = await seen(trial, numbers);
        ensure(found.length === numbers.length, `${found.length - numbers.length} events are written more than once`);
        ensure(found.join() === numbers.join(), "they are written in another order");
      });
    },
  },
  {
    title: "keeps what it has written when it is closed and opened again",
    needs: ["written"],
    async run(trial) {
      const folder = freshFolder(trial.subject);
      const numbers = trial.numbers(20);
      await useComponent(trial, (life) => write(life, numbers.slice(0, 10)), folder);
      await useComponent(trial, (life) => write(life, numbers.slice(10)), folder);
      await ensureWritten(trial, numbers, "after two lives");
    },
  },
  {
    title: "rejects a batch while its other end is dead or slow, and writes it when that is mended",
    needs: ["written", "break", "mend"],
    run: (trial) =>
      useComponent(trial, async (life) => {
        const before = trial.numbers(5);
        const [first = 0] = trial.numbers(5);
        await write(life, before);
        const events = numberedEvents(life.element, first, first + 5);
        await runOutside(trial.outside.break!);
        let isRejected = false;
        try {
          await within("a write to an end that is dead or slow", life.component.write(events)).catch(
            (error: unknown) => {
              if (error instanceof Late) throw error;
              isRejected = true;
            },
          );
        } finally {
          await runOutside(trial.outside.mend!);
        }
        const late = performance.now() + LIMIT;
        while (isRejected) {
          try {
            await within("a write", life.component.write(events));
            isRejected = false;
          } catch (error) {
            if (performance.now() > late) throw new Error(`it does not recover: ${error}`);
            await new Promise((resolve) => setTimeout(resolve, 200));
          }
        }
        await ensureWritten(trial, [...before, ...events.map((_, index) => first + index)], "after the mending");
      }),
  },
  {
    title: "names what the other end refuses for its content, and writes the rest",
    needs: ["written", "refused"],
    run: (trial) =>
      useComponent(trial, async ({ component, element }) => {
        const [first = 0] = trial.numbers(3);
        const [one, two] = numberedEvents(element, first, first + 2);
        const refused = { ...one!, body: bodyOf(element, first + 2, trial.outside.refused!) };
        const events = [one!, refused, two!].slice(0, Math.max(component.batchSize, 1));
        const error: unknown = await within("a write of what is refused", component.write(events)).then(
          () => null,
          (reason: unknown) => reason,
        );
        ensure(error instanceof Error, "it confirms what the other end refuses");
        ensure(error.name === "RejectedEventError", `it is refused as if it could be tried again: ${error.message}`);
        const { indexes } = error as { readonly indexes?: readonly number[] | null };
        ensure(indexes == null || indexes.join() === "1", `it blames ${indexes?.join(", ")}, and 1 is to blame`);
        for (const rest of [one!, two!]) await within("a write", component.write([rest]));
        await ensureWritten(trial, [first, first + 1], "after a refusal");
      }),
  },
  {
    title: "has all that it has confirmed after it was killed",
    needs: ["written"],
    async run(trial) {
      const dataDir = freshFolder(trial.subject);
      const [first = 0] = trial.numbers(trial.kills * 100_000);
      const confirmed: number[] = [];
      for (let kill = 0; kill < trial.kills; kill++) {
        const victim = await startVictim({ subject: trial.subject, dataDir, from: first + kill * 100_000 });
        await waitUntil(
          () => victim.kept.length >= 20,
          () => "it has not written 20 events",
        );
        await sleepSomeTime();
        await victim.kill();
        confirmed.push(...victim.kept);
      }
      // Files that were left in use get their names at the next start.
      await useComponent(trial, async () => {}, dataDir);
      await ensureWritten(trial, confirmed, "after a kill");
    },
  },
];
