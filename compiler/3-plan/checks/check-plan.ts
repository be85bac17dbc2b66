import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import type { Plan } from "../plan.ts";
import { checkGrowth } from "./growth.ts";
import { checkGuarantees } from "./guarantee.ts";
import { checkRefusalOptions } from "./refusals.ts";
import { checkSharing } from "./sharing.ts";

/** What is wrong with a program as a whole: promises that it cannot keep, and ways on which it would stall. */
export function checkPlan(plan: Plan): Diagnostic[] {
  return [...checkGuarantees(plan), ...checkGrowth(plan), ...checkSharing(plan), ...checkRefusalOptions(plan)];
}
