import { runTestsOf } from "../../../support/tests-of.ts";
import { type Choices, replayed, seeded } from "../choices.ts";
import { shrink } from "../shrink.ts";

/** Writes `count` programs with the seeds from `first` on, and runs their tests; rejects with the first that fails, made small. */
export async function tryAll(write: (choices: Choices) => string, first: number, count: number): Promise<void> {
  for (let seed = first; seed < first + count; seed++) {
    const choices = seeded(seed);
    if ((await fault(write(choices))) === null) continue;
    const fails = async (taken: readonly number[]) => (await fault(write(replayed(taken)))) !== null;
    const text = write(replayed(await shrink(choices.taken, fails, 100)));
    throw new Error(`seed ${seed}: ${await fault(text)}\n${text}`);
  }
}

/** Null where the tests of a program pass. */
async function fault(text: string): Promise<string | null> {
  const results = await runTestsOf(text, "outside");
  if (results === null) return "it does not compile";
  const [failure] = results.flatMap(({ failures }) => failures);
  return failure === undefined ? null : `${failure.message} ${JSON.stringify(failure.differences)}`;
}
