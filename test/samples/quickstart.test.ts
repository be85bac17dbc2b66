import assert from "node:assert/strict";
import { sample, sluice, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("sample quickstart", () => {
  const folder = tempFolders();

  it("prints the pages asked for most, most first, and ends with 0 on Ctrl-C", async () => {
    const program = startSluice(["run", sample("quickstart")], { cwd: folder() });
    const [, table] = await program.sees(/Time: \S+ \S+\n-+\n((?:\('\/.*', \d+\)\n){2,5})/);
    const counts = [...(table ?? "").matchAll(/, (\d+)\)/g)].map((match) => Number(match[1]));
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => b - a),
    );
    const { status, stderr } = await program.stop("SIGINT");
    assert.equal(status, 0, stderr);
  });

  it("starts again on the data that an earlier run has left", async () => {
    const cwd = folder();
    const args = ["run", sample("quickstart"), "--batches", "2"];
    assert.equal((await sluice(args, { cwd })).status, 0);
    const again = await sluice(args, { cwd });
    assert.equal(again.status, 0, again.stderr);
    assert.match(again.stdout, /^\('\/.*', \d+\)$/m);
  });
});
