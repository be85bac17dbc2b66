import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { diffPlans, type PlanDiff } from "../../../cli/console/diff/diff-plans.ts";
import { storedTables } from "../../../cli/console/diff/state.ts";
import type { Plan } from "../../../compiler/3-plan/plan.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { EDITS } from "./recorded-edits.ts";
import { copied, keptIn, outcome, prepare, tablesIn } from "./restart.ts";

/** What a diff says, in the form in which `outcome` tells what happened. */
function told({ changes }: PlanDiff): string[] {
  return changes
    .filter(({ subject, verdict }) => !["output", "guarantee", "interval"].includes(subject) && verdict !== "kept")
    .map(({ verdict, subject, name }) => `${verdict} ${subject} ${name}`)
    .sort();
}

/** Without the hashes of chains, which say nothing to a reader. */
function readable(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/_[0-9a-f]{6}$/, "_"));
}

/**
 * What cannot be seen on disk: a topic of another type, which of two groups a reader had, and that a channel begins again
 * where it was.
 */
function visible(lines: readonly string[], { agents }: Plan): string[] {
  const durable = agents.flatMap((agent) => agent.channels.filter(({ maker }) => maker.delivers === "durable"));
  const channels = durable.map(({ keptAs }) => `lost channel ${keptAs}`);
  return lines
    .flatMap((line) => {
      if (channels.includes(line)) return [];
      if (line.startsWith("begun again positions shown."))
        return [line.replace("begun again", "lost"), "new positions others.hits"];
      return line.startsWith("migrated topic") ? [] : [line];
    })
    .sort();
}

describe("an edit", () => {
  const folder = tempFolders();

  for (const { name, before, after, expected } of EDITS) {
    it(`${name}: what \`sluice diff\` says is what a restart does`, async () => {
      const [old, now] = [folder(), folder()];
      // Shorter batches do the same in less time.
      const quick = (text: string) => text.replaceAll("every 1s", "every 200ms").replaceAll("every 2s", "every 400ms");
      const [first, second] = [await prepare(old, quick(before)), await prepare(now, quick(after))];
      const diff = diffPlans(first.plan, second.plan);
      assert.deepEqual(readable(told(diff)), [...expected].sort());

      const cwd = join(folder(), "data");
      mkdirSync(cwd);
      writeFileSync(join(cwd, "words"), "a\nb\na\n");
      await first.run(cwd);
      const kept = await keptIn(cwd);
      for (const [stream, tables] of await tablesIn(cwd)) {
        const planned = first.plan.streams.find(({ keptAs }) => keptAs === stream)!;
        assert.deepEqual(
          tables.map((table) => ({ ...table, chain: undefined })),
          storedTables(planned).map(({ id: _, ...table }) => ({ ...table, chain: undefined })),
        );
      }
      const refused = join(folder(), "refused");
      if (diff.discards.length > 0) {
        copied(cwd, refused);
        const copy = await keptIn(refused);
        const { status, stderr } = await second.run(refused);
        assert.equal(status, 4, stderr);
        for (const discard of diff.discards) assert.ok(stderr.includes(`--discard-state ${discard}`), stderr);
        assert.deepEqual(
          new Set(outcome(copy, await keptIn(refused))),
          new Set([...copy.others.keys()].map((one) => `lost ${one}`)),
          "nothing was touched",
        );
      }
      const args = diff.discards.flatMap((discard) => ["--discard-state", discard]);
      const { stderr } = await second.run(cwd, ...args);
      assert.ok(!/discard-state|does not decode|not of the type/.test(stderr), stderr);
      assert.deepEqual(outcome(kept, await keptIn(cwd)), visible(told(diff), second.plan), stderr);
    }).timeout(60_000);
  }

  it("is recorded forty times at least", () => {
    assert.ok(EDITS.length >= 40, `${EDITS.length}`);
  });
});
