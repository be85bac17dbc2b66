import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { eventually } from "../support/eventually.ts";
import { startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("a clock that is put back while a program runs", () => {
  const folder = tempFolders();

  it("does not hold a stream with a window, nor a source with a rate", async function () {
    this.timeout(240_000);
    const cwd = folder();
    const ahead = join(cwd, "ahead");
    const clock = join(cwd, "clock.mjs");
    // An hour ahead while there is a file of that name.
    writeFileSync(
      clock,
      `import { existsSync } from "node:fs";
const now = Date.now;
Date.now = () => now() + (existsSync(${JSON.stringify(ahead)}) ? 3_600_000 : 0);
`,
    );
    writeFileSync(ahead, "");
    writeFileSync(
      join(cwd, "a.flow"),
      `stream counts every 200ms {
  generate(rate: 100).window(400ms).count() -> print()
}
`,
    );
    const env = { NODE_OPTIONS: `--import ${pathToFileURL(clock).href}` };
    const program = startSluice(["run", "a.flow", "--drain-timeout", "5s"], { cwd, env });
    /** Batches that have counted something. */
    const batches = () => (program.stdout().match(/^[1-9]\d*$/gm) ?? []).length;
    await eventually("batches", () => batches() > 2, 60_000);
    rmSync(ahead);
    await eventually("it is told", () => /WARN counts the clock was put back/.test(program.stderr()), 60_000);
    const before = batches();
    await eventually("batches in the present", () => batches() > before + 5, 60_000);
    const { status, stderr } = await program.stop();
    assert.equal(status, 0, stderr);
  });
});
