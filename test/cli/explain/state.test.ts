import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sluice } from "../../support/sluice.ts";
import { tempFolders } from "../../support/temp-folder.ts";

describe("sluice explain, of what a stream keeps", () => {
  const folder = tempFolders();

  it("does not promise that a module's own state survives a restart", async () => {
    const cwd = folder();
    writeFileSync(
      join(cwd, "p.flow"),
      `extern operator DStream<int>.running(): DStream<int>
  stateful
  from "./running.ts"
extern operator DStream<int>.summed(): DStream<int>
  stateful string, int
  from "./running.ts"

stream s every 1s {
  let saved = lines("x").map(line => line.length).summed()
  let sums  = lines("x").map(line => line.length).running()
  let total = lines("x").map(line => ("all", line.length)).updateStateByKey((ns, sum: int?) => (sum else 0) + ns.length)

  saved -> print()
  sums -> print()
  total -> print()
}
`,
    );
    writeFileSync(
      join(cwd, "running.ts"),
      `import type { StatefulOperator } from "sluice/runtime";
export function running(ns: readonly number[]): number[] { return [...ns]; }
export function summed(): StatefulOperator<number, string, number, number> { return { batch: (ns) => ns }; }
`,
    );
    const { stdout, stderr } = await sluice(["explain", "p.flow"], { cwd });
    assert.match(stdout, /running, kept in memory only, and lost at a restart$/m, stderr);
    assert.match(stdout, /summed, kept between batches$/m);
    assert.match(stdout, /updateStateByKey, kept between batches$/m);
  });
});
