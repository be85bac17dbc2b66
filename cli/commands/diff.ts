import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Plan } from "../../compiler/3-plan/plan.ts";
import { planFromJson } from "../../compiler/3-plan/plan-json.ts";
import { defineCommand, UsageError } from "../command.ts";
import { exitStatus } from "../exit-status.ts";
import { planOfFile } from "../plan-of-file.ts";

/** `sluice diff`: what an edit keeps, migrates, begins again and loses, before anything runs. */
export const command = defineCommand({
  name: "diff",
  summary: "Says what a program that is edited keeps, migrates, begins again and loses of what it has kept until now.",
  positionals: "OLD NEW",
  options: {
    json: { help: "print all of it as JSON (see docs/edits.md)" },
  },
  example: [
    "$ sluice diff old/trends.flow trends.flow",
    "lost      state      trends.hits    of its keys, string is kept, and int is wanted",
    "migrated  state      trends.sums    its values are written with their new types by the first batch",
    "kept      positions  trends.clicks",
    "",
    "The new program does not start on what the old one has kept. To start without it: --discard-state trends.hits",
  ].join("\n"),
  async run({ json }, [before, after, extra]) {
    if (before === undefined || after === undefined)
      throw new UsageError("OLD and NEW are needed: programs, or plans as JSON");
    if (extra !== undefined) throw new UsageError(`two files only; "${extra}" is one too many`);
    const [old, now] = [await planIn(before), await planIn(after)];
    if (old === null || now === null) return exitStatus.failed;
    const { diffPlans } = await import("../console/diff/diff-plans.ts");
    const { diffText } = await import("../console/diff/diff-text.ts");
    const diff = diffPlans(old, now);
    process.stdout.write(json ? `${JSON.stringify(diff, null, 2)}\n` : diffText(diff));
    return diff.isLoss ? exitStatus.loss : exitStatus.done;
  },
});

/** The plan of a program, or the one that `sluice graph --format plan` has written. Null after errors in the program. */
async function planIn(file: string): Promise<Plan | null> {
  if (!file.endsWith(".json")) return (await planOfFile(file))?.plan ?? null;
  try {
    return planFromJson(JSON.parse(readFileSync(file, "utf8")) as object, dirname(resolve(file)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) throw error;
    throw new UsageError(
      `${file} is not a plan that \`sluice graph --format plan\` has written: ${(error as Error).message}`,
    );
  }
}
