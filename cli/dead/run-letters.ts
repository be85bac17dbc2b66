import { letSecretsThrow } from "../../runtime/contract/secret.ts";
import { consoleContext } from "../console/console-context.ts";
import { exitStatus } from "../exit-status.ts";
import { visitProgram } from "../inspect/visit-program.ts";
import { type DeadRequest, manageLetters } from "./dead.ts";

/**
 * Does what was asked with the program of `entry`, which is loaded and not run. The first Ctrl-C ends it in order, a
 * second one at once. Gives the exit status.
 */
export async function runLetters(
  entry: string,
  args: readonly string[],
  asked: Omit<DeadRequest, "program" | "start">,
): Promise<number> {
  letSecretsThrow();
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  let status: number = exitStatus.failed;
  try {
    await visitProgram(entry, { args, purpose: "metrics" }, async (program, _, start) => {
      const context = consoleContext(asked.dataDir, stop.signal);
      try {
        await manageLetters({ ...asked, program, start }, context);
        status = exitStatus.done;
      } catch (error) {
        process.stderr.write(`sluice: ${error instanceof Error ? error.message : String(error)}\n`);
      }
    });
    return status;
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}
