import { readFileSync, writeFileSync } from "node:fs";
import { stepsOf } from "../../../cli/sim/report-simulation.ts";
import { type Scenario, scenarioOf } from "../../../cli/sim/scenario.ts";
import { shrink } from "../../../cli/sim/shrink.ts";
import type { Prepared } from "../../../cli/sim/simulate.ts";
import type { Mutant } from "./mutants.ts";
import { firstViolation } from "./simulated.ts";

const FILE = "test/faults/README.md";

/** `| disk 5 | a fan-out … | collect | 17 | 2 | … |` */
const ROW = /^\| disk (\d+) \| ([^|]+) \| (\w+) \| (\d+) \| (\d+) \| ([^|]+) \|$/gm;

/** A row of the table of faults that were put back, and what it took to find each. */
export interface Row {
  readonly disk: number;
  readonly what: string;
  readonly program: string;
  readonly seed: number;
  readonly steps: number;
}

/** The table as it is written. */
export function rowsOfTable(): readonly Row[] {
  return Array.from(readFileSync(FILE, "utf8").matchAll(ROW), ([, disk, what, program, seed, steps]) => ({
    disk: Number(disk),
    what: what!,
    program: program!,
    seed: Number(seed),
    steps: Number(steps),
  }));
}

/** The least that has to go wrong for a mutant to be found, with the seed; null where none of `seeds` finds it. */
export async function leastOf(
  planted: Prepared,
  { isDamaged }: Mutant,
  first: number,
  seeds: number,
): Promise<{ readonly seed: number; readonly scenario: Scenario } | null> {
  const found = await firstViolation(planted, first, seeds, isDamaged);
  if (found === null) return null;
  const { subject, baseline } = planted;
  const scenario = scenarioOf(found.seed, baseline, isDamaged);
  const least = await shrink(subject, { scenario, violations: found.violations }, baseline);
  return { seed: found.seed, scenario: least.scenario };
}

/** Writes what was found of one mutant into its row. */
export function writeRow({ disk, what, program }: Mutant, seed: number, scenario: Scenario): void {
  const steps = stepsOf(scenario);
  const row = `| disk ${disk} | ${what} | ${program} | ${seed} | ${steps.length} | ${steps.join("; ")} |`;
  const text = readFileSync(FILE, "utf8");
  writeFileSync(
    FILE,
    text.replace(ROW, (line, number: string) => (Number(number) === disk ? row : line)),
  );
}
