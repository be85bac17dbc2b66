import type { Plan } from "../../../compiler/3-plan/plan.ts";
import { type Change, isLoss } from "./change.ts";
import { diffNamed } from "./named.ts";
import { diffGuarantees, diffOutputs } from "./shown.ts";
import { diffIntervals, diffState } from "./state.ts";

/** What `sluice diff --json` prints. `docs/edits.md` describes it. */
export interface PlanDiff {
  readonly version: 1;
  /** What becomes of each thing that is kept, and what else is another now. */
  readonly changes: readonly Change[];
  /** What the new program needs to start on what the old one has kept: names for `--discard-state`. */
  readonly discards: readonly string[];
  /** Whether something is lost, begins again, or guarantees less. */
  readonly isLoss: boolean;
}

/** What a restart with the program of `after` makes of what the program of `before` has kept. */
export function diffPlans(before: Plan, after: Plan): PlanDiff {
  const changes = [
    ...diffState(before, after),
    ...diffNamed(before, after),
    ...diffIntervals(before, after),
    ...diffOutputs(before, after),
    ...diffGuarantees(before, after),
  ];
  return {
    version: 1,
    changes,
    discards: withoutParts(changes.flatMap(({ discard }) => discard ?? [])),
    isLoss: changes.some(isLoss),
  };
}

/** Whoever gives up a stream gives up all that it keeps. */
function withoutParts(discards: readonly string[]): string[] {
  return [...new Set(discards)].filter((name) => !discards.some((owner) => name.startsWith(`${owner}.`)));
}
