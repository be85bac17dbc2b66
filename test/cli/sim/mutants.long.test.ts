import assert from "node:assert/strict";
import type { Prepared } from "../../../cli/sim/simulate.ts";
import { firstSeed, long, sampleSize } from "../../support/sample-size.ts";
import { leastOf, rowsOfTable, writeRow } from "./disk-table.ts";
import { mutants, programNames } from "./mutants.ts";
import { firstViolation, mutated, simulated } from "./simulated.ts";

/** Found within so few seeds that every run of the tests can look: every n-th of them does. */
const SEEDS = 40;

describe("the simulator", function () {
  this.timeout(3_600_000);
  const programs = new Map<string, Prepared>();

  before(async () => {
    for (const name of programNames) programs.set(name, await simulated(name));
  });

  it("has a place in the code for each mutant", () => {
    for (const mutant of mutants) mutated(programs.get(mutant.program)!, mutant);
  });

  const ofDisks = mutants.filter(({ disk }) => disk !== undefined).sort((one, other) => one.disk! - other.disk!);

  it("has a row in test/faults/README.md for each fault of disks that is put back", () => {
    const rows = rowsOfTable();
    assert.deepEqual(
      rows.map(({ disk, what, program }) => ({ disk, what, program })),
      ofDisks.map(({ disk, what, program }) => ({ disk, what, program })),
    );
    assert.deepEqual([...new Set(rows.map(({ disk }) => disk))], [1, 2, 3, 4, 5, 6, 7, 8, 9, 12]);
    for (const { seed, steps } of rows) assert.ok(seed > 0 && steps > 0);
  });

  if (process.env["UPDATE"] === "1") {
    for (const mutant of ofDisks) {
      it(`writes what it takes to find that ${mutant.what}`, async () => {
        const least = await leastOf(mutated(programs.get(mutant.program)!, mutant), mutant, firstSeed, 2000);
        assert.ok(least !== null, `nothing is violated in seeds ${firstSeed} and on`);
        writeRow(mutant, least.seed, least.scenario);
      });
    }
  }

  const tried = long ? mutants : mutants.filter(({ rare = false }) => !rare);
  const every = Math.max(1, Math.floor(tried.length / sampleSize(6, tried.length)));
  for (const [index, mutant] of tried.entries()) {
    if (index % every !== firstSeed % every) continue;
    it(`finds that ${mutant.what}`, async () => {
      const program = programs.get(mutant.program)!;
      const found = await firstViolation(mutated(program, mutant), firstSeed, long ? 2000 : SEEDS, mutant.isDamaged);
      assert.ok(found !== null, `nothing is violated in seeds ${firstSeed} and on`);
    });
  }
});
