import { messageOf } from "../../runtime/contract/message-of.ts";
import { type Check, type CheckResult, NotTried, type Trial } from "./check.ts";
import { channelChecks } from "./checks/channel-checks.ts";
import { sinkChecks } from "./checks/sink-checks.ts";
import { sourceChecks } from "./checks/source-checks.ts";
import type { Outside } from "./outside.ts";
import type { Subject } from "./subject.ts";

const CHECKS = { source: sourceChecks, channel: channelChecks, sink: sinkChecks } as const;

/** Runs all checks of the subject's role, one after the other; `tell` hears of each as soon as it is over. */
export async function runChecks(
  subject: Subject,
  outside: Outside,
  kills: number,
  tell: (result: CheckResult) => void = () => {},
): Promise<readonly CheckResult[]> {
  let next = 1;
  const numbers = (count: number) => {
    const first = next;
    next += count;
    return Array.from({ length: count }, (_, index) => first + index);
  };
  const trial: Trial = { subject, outside, numbers, kills };
  const results: CheckResult[] = [];
  for (const check of CHECKS[subject.role]) {
    const result = await resultOf(check, trial);
    tell(result);
    results.push(result);
  }
  return results;
}

async function resultOf({ title, needs, run }: Check, trial: Trial): Promise<CheckResult> {
  const missing = needs.filter((need) => trial.outside[need] === null).map((need) => `--${need}`);
  if (missing.length > 0) return { title, verdict: "not tried", why: `it needs ${missing.join(", ")}` };
  try {
    await run(trial);
    return { title, verdict: "passed", why: "" };
  } catch (error) {
    return { title, verdict: error instanceof NotTried ? "not tried" : "failed", why: messageOf(error) };
  }
}
