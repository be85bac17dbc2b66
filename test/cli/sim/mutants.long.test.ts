import assert from "node:assert/strict";
import type { Prepared } from "../../../cli/sim/simulate.ts";
import { firstSeed, long, sampleSize } from "../../support/sample-size.ts";
import { mutants } from "./mutants.ts";
import { firstViolation, mutated, simulated } from "./simulated.ts";

/** Found within so few seeds that every run of the tests can look: every n-th of them does. */
const SEEDS = 40;

const names = ["collect", "once", "topics"] as const;

describe("the simulator", function () {
  this.timeout(3_600_000);
  const programs = new Map<string, Prepared>();

  before(async () => {
    for (const name of names) programs.set(name, await simulated(name));
  });

  it("has a place in the code for each mutant", () => {
    for (const mutant of mutants) mutated(programs.get(mutant.program)!, mutant);
  });

  const tried = long ? mutants : mutants.filter(({ rare = false }) => !rare);
  const every = Math.max(1, Math.floor(tried.length / sampleSize(6, tried.length)));
  for (const [index, mutant] of tried.entries()) {
    if (index % every !== firstSeed % every) continue;
    it(`finds that ${mutant.what}`, async () => {
      const program = programs.get(mutant.program)!;
      const found = await firstViolation(mutated(program, mutant), firstSeed, long ? 2000 : SEEDS);
      assert.ok(found !== null, `nothing is violated in seeds ${firstSeed} and on`);
    });
  }

  for (const name of names) {
    it(`finds nothing in ${name}.flow as it is`, async () => {
      const program = programs.get(name)!;
      const found = await firstViolation(program, firstSeed, sampleSize(40, 10_000));
      assert.deepEqual(found, null, `sluice sim test/cli/sim/programs/${name}.flow --seed ${found?.seed} --trace`);
    });
  }
});
