import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { file } from "../../../runtime/channel/file.ts";
import { start } from "../../support/process.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { testContext } from "../../support/test-context.ts";
import { bodies, declared, now } from "./channel-suite.ts";

const child = fileURLToPath(new URL("./file-crash.child.ts", import.meta.url));

describe("a file channel whose process is killed", () => {
  const folder = tempFolders();

  it("has what was promised, not what was taken for good, and no half transaction", async function () {
    this.timeout(60_000);
    const directory = folder();
    const toldPath = join(folder(), "told");
    let next = 0;
    let before: number[] = [];
    for (let round = 0; round < 4; round++) {
      const program = start(process.execPath, ["--import", "tsx", child, directory, String(next), toldPath]);
      const lines = 60 + round * 83;
      await program.sees(new RegExp(`^(?:.*\n){${lines}}`));
      await program.stop("SIGKILL");
      const text = readFileSync(toldPath, "utf8");
      const told = (word: string): number[] =>
        [...text.matchAll(new RegExp(`^${word} (.*)\n`, "gm"))].flatMap(([, list]) => list!.split(",").map(Number));
      const begun = [...before, ...told("put")];
      const kept = [...before, ...told("kept")];
      const [tried, gone] = [new Set(told("take")), new Set(told("gone"))];

      const left = await drain(directory);
      assert.deepEqual(
        left,
        [...left].sort((a, b) => a - b),
      );
      const lost = kept.filter((number) => !left.includes(number) && !tried.has(number));
      const what = `round ${round}: ${before.length} from before, kept to ${kept.at(-1)}, taken to ${[...tried].at(-1)}, left ${left[0]} to ${left.at(-1)}`;
      assert.deepEqual(lost, [], `lost ${lost.join(",")}; ${what}`);
      for (const number of left) {
        assert.ok(begun.includes(number), `${number} was invented`);
        assert.ok(!gone.has(number), `${number} came again`);
        // All of a transaction or nothing: its siblings are left too, or were taken.
        const first = number - (number % 5);
        for (let sibling = first; sibling < first + 5; sibling++) {
          assert.ok(
            left.includes(sibling) || tried.has(sibling) || sibling < (before[0] ?? 0),
            `half of ${number}'s transaction`,
          );
        }
      }
      next = Math.max(...begun) + 1;
      next += (5 - (next % 5)) % 5;
      before = left;
    }
  });
});

/** What a new process would be given; it is not taken for good. */
async function drain(directory: string): Promise<number[]> {
  const channel = file<string>({ directory, minimumRequiredSpace: 0 }, declared);
  await channel.open(testContext());
  const left: number[] = [];
  for (let taken = await channel.take(100, now); taken !== null; taken = await channel.take(100, now)) {
    left.push(...bodies(taken)!.map(Number));
  }
  await channel.close();
  return left;
}
