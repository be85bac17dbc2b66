import { defineCommand, onlyFile } from "../../command.ts";
import { exitStatus } from "../../exit-status.ts";
import { dangersOf } from "../../operate/dangers.ts";
import { runbook } from "../../operate/runbook.ts";
import { planOfFile } from "../../plan-of-file.ts";

/** `sluice runbook`: what can fail, how it shows, and what to do. */
export const command = defineCommand({
  name: "runbook",
  summary: "Prints a page for whoever operates the program: what can fail in it, how that shows, and what to do.",
  positionals: "FILE",
  options: {
    json: { help: "print the parts with what can fail in them as JSON" },
  },
  example: "$ sluice runbook access.flow > RUNBOOK.md",
  async run({ json }, positionals) {
    const found = await planOfFile(onlyFile(positionals));
    if (found === null) return exitStatus.failed;
    process.stdout.write(json ? `${JSON.stringify(dangersOf(found.plan), null, 2)}\n` : runbook(found.plan));
    return exitStatus.done;
  },
});
