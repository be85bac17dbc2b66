import type { Baseline, Violation } from "./judge.ts";
import type { Subject } from "./run-scenario.ts";
import { type Scenario, scenarioOf } from "./scenario.ts";
import { trial } from "./trial.ts";

/** Every `step`-th seed from `first` up to `beyond`. */
export interface Seeds {
  readonly first: number;
  readonly beyond: number;
  readonly step: number;
  /** Whether each run has a file damaged as well. */
  readonly isDamaged?: boolean;
}

/** Totals over many runs. */
export interface Tally {
  runs: number;
  crashes: number;
  powerFailures: number;
  /** Records that damage may have cost. */
  damaged: number;
  /** Calls to the machine that failed, by code. */
  readonly met: Map<string, number>;
  /** Numbers of the points of the program that some run has reached. */
  readonly reached: Set<number>;
  readonly failed: { readonly seed: number; readonly violations: readonly Violation[] }[];
}

/** The tally of no runs. */
export function emptyTally(): Tally {
  return { runs: 0, crashes: 0, powerFailures: 0, damaged: 0, met: new Map(), reached: new Set(), failed: [] };
}

/** Adds `more` to `tally`. */
export function addTally(tally: Tally, more: Tally): void {
  tally.runs += more.runs;
  tally.crashes += more.crashes;
  tally.powerFailures += more.powerFailures;
  tally.damaged += more.damaged;
  for (const [code, times] of more.met) tally.met.set(code, (tally.met.get(code) ?? 0) + times);
  for (const point of more.reached) tally.reached.add(point);
  tally.failed.push(...more.failed);
}

/** Most failing seeds that are looked for. */
const MOST_FAILED = 5;

/** Runs the scenarios of `seeds` and judges each; stops early where several have failed. */
export async function runSeeds(
  subject: Subject,
  { first, beyond, step, isDamaged }: Seeds,
  baseline: Baseline,
): Promise<Tally> {
  const tally = emptyTally();
  for (let seed = first; seed < beyond && tally.failed.length < MOST_FAILED; seed += step) {
    addTally(tally, await tallyOf(subject, seed, scenarioOf(seed, baseline, isDamaged), baseline));
  }
  return tally;
}

/** Apart from the loop, which would keep the whole machine of one run through the next. */
async function tallyOf(subject: Subject, seed: number, scenario: Scenario, baseline: Baseline): Promise<Tally> {
  const { history, violations } = await trial(subject, scenario, baseline);
  return {
    runs: 1,
    crashes: history.crashes.length,
    powerFailures: history.crashes.filter((kind) => kind === "power").length,
    damaged: history.damaged.records,
    met: new Map(history.met),
    reached: new Set(subject.script.reached),
    failed: violations.length === 0 ? [] : [{ seed, violations }],
  };
}
