/**
 * Programs that a generator writes together with what comes out of them, which it computes in plain JavaScript.
 * `SEED=1000 PROGRAMS=500` tries others, and more of them.
 */
import { runTestsOf } from "../../support/tests-of.ts";
import { type Choices, replayed, seeded } from "./choices.ts";
import { computedAgent } from "./oracle/agent.ts";
import { computedStream } from "./oracle/stream.ts";
import { shrink } from "./shrink.ts";

const first = Number(process.env["SEED"] ?? 1);
const count = Number(process.env["PROGRAMS"] ?? 50);

describe("random programs compute what plain JavaScript does", function () {
  this.timeout(60_000 + count * 5_000);

  it("in streams", () => tryAll(computedStream));

  it("in agents", () => tryAll(computedAgent));
});

async function tryAll(write: (choices: Choices) => string): Promise<void> {
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
  const results = await runTestsOf(text);
  if (results === null) return "it does not compile";
  const [failure] = results.flatMap(({ failures }) => failures);
  return failure === undefined ? null : `${failure.message} ${JSON.stringify(failure.differences)}`;
}
