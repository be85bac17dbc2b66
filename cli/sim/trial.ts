import { type Baseline, isAllThere, judge, type Violation } from "./judge.ts";
import { type History, runScenario, type Subject } from "./run-scenario.ts";
import type { Scenario } from "./scenario.ts";

/** Runs a scenario and judges it; `tell` hears of everything that happens. */
export async function trial(
  subject: Subject,
  scenario: Scenario,
  baseline: Baseline,
  tell?: (line: string) => void,
): Promise<{ readonly history: History; readonly violations: readonly Violation[] }> {
  const isComplete = (outputs: History["outputs"], records: number) => isAllThere(outputs, baseline, records);
  const watch = { tell, isAllThere: isComplete };
  const history = await runScenario(subject, scenario, watch);
  return { history, violations: judge(history, baseline) };
}
