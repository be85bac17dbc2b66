import type { Context } from "../contract/context.ts";
import { FailureLog } from "../log/failure-log.ts";

/** A log of failures that the metrics show as well. Of several of one component they show the one that has failed for longest. */
export function shownFailures(context: Context, waiting?: () => number | null): FailureLog {
  const failing = new FailureLog(context, waiting);
  context.observe?.({
    name: "failingSeconds",
    help: "For how long every attempt has failed; 0 where the last one worked.",
    isGreatest: true,
    read: () => failing.seconds,
  });
  return failing;
}
