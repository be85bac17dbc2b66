import type { Baseline, Violation } from "./judge.ts";
import type { Subject } from "./run-scenario.ts";
import type { Scenario } from "./scenario.ts";
import { trial } from "./trial.ts";

/** A scenario with as little going wrong as it takes to violate something. */
export interface Shrunk {
  readonly scenario: Scenario;
  readonly violations: readonly Violation[];
}

/** Takes crashes, failures, jumps and damage away from `failed`, one at a time, while something is still violated. */
export async function shrink(subject: Subject, failed: Shrunk, baseline: Baseline): Promise<Shrunk> {
  let least = failed;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const candidate of smaller(least.scenario)) {
      const violations = (await trial(subject, candidate, baseline)).violations;
      if (violations.length === 0) continue;
      least = { scenario: candidate, violations };
      isSmaller = true;
      break;
    }
  }
  return least;
}

function smaller(scenario: Scenario): readonly Scenario[] {
  const { crashes, faults, jumps, damage } = scenario;
  const without = <T>(items: readonly T[]): readonly (readonly T[])[] =>
    items.map((_, index) => items.filter((_, other) => other !== index));
  return [
    ...without(faults).map((fewer) => ({ ...scenario, faults: fewer })),
    ...without(crashes).map((fewer) => ({ ...scenario, crashes: fewer })),
    ...without(jumps).map((fewer) => ({ ...scenario, jumps: fewer })),
    ...without(damage).map((fewer) => ({ ...scenario, damage: fewer })),
  ];
}
