import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { failureAsText } from "../../../../cli/sim/report-simulation.ts";
import { scenarioOf } from "../../../../cli/sim/scenario.ts";
import { addTally, emptyTally } from "../../../../cli/sim/seed-range.ts";
import { shrink } from "../../../../cli/sim/shrink.ts";
import { prepare, simulate } from "../../../../cli/sim/simulate.ts";
import { firstSeed, long, sampleSize } from "../../../support/sample-size.ts";
import { root } from "../../../support/sluice.ts";
import { tempFolders } from "../../../support/temp-folder.ts";
import { randomProgram } from "./random-program.ts";

/** So often a program changes the disk in all of its runs together, which tells how long they take; and their number. */
const CHANGES = long ? 120_000 : 47_000;
const LEAST_RUNS = 50;
const MOST_RUNS = long ? 3000 : 1500;

/** Of so many random programs one has a file damaged in each run, too. */
const DAMAGED_EVERY = 5;

/** Of programs that somebody has written, this one is not to hold. */
const LIAR = "liar.flow";

const flowsIn = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".flow") && !file.endsWith(LIAR))
    .map((file) => join(folder, file));

describe("programs on a simulated machine", function () {
  this.timeout(14_400_000);
  const tempFolder = tempFolders();
  const total = emptyTally();

  /** Fails with the least that it takes, and how to see it again. */
  const tryOut = async (file: string, isDamaged: boolean, repeat: string) => {
    const prepared = await prepare(file, [], new Map());
    assert.ok(prepared !== null, `${repeat}: the program has errors`);
    const { changes } = prepared.baseline;
    const runs = Math.max(LEAST_RUNS, Math.min(MOST_RUNS, Math.round(CHANGES / Math.max(1, changes))));
    const tally = await simulate(prepared, { first: firstSeed, beyond: firstSeed + runs, isDamaged });
    addTally(total, tally);
    const [failed] = tally.failed;
    if (failed === undefined) return;
    const { subject, baseline } = prepared;
    const scenario = scenarioOf(failed.seed, baseline, isDamaged);
    const least = await shrink(subject, { scenario, violations: failed.violations }, baseline);
    assert.fail(`${repeat}\n${failureAsText(isDamaged ? `${file} --damage` : file, failed.seed, least)}`);
  };

  for (const file of [...flowsIn("samples"), ...flowsIn("test/cli/sim/programs")]) {
    it(`do what explain claims of ${file}`, () => tryOut(join(root, file), false, file));
  }

  it("do what explain claims of random ones", async () => {
    const programs = sampleSize(42, 400);
    const folder = tempFolder();
    for (let seed = firstSeed; seed < firstSeed + programs; seed++) {
      const file = join(folder, `random-${seed}.flow`);
      const text = randomProgram(seed);
      writeFileSync(file, text);
      const repeat = `SEED=${seed} CASES=1 npm test -- cli/sim/random\n${text}`;
      await tryOut(file, seed % DAMAGED_EVERY === 0, repeat);
    }
  });

  after(() => {
    const met = [...total.met.values()].reduce((sum, times) => sum + times, 0);
    console.log(
      `    ${total.runs} runs, ${total.crashes} crashes (${total.powerFailures} power failures), ${met} failures`,
    );
  });
});
