import assert from "node:assert/strict";
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventually } from "../support/eventually.ts";
import { sample, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("sample exec-hdfs", () => {
  const folder = tempFolders();

  it("rolls a growing log into dated files, and has every line in exactly one of them", async () => {
    const cwd = folder();
    const log = join(cwd, "access.log");
    const output = join(cwd, "out");
    writeFileSync(log, "line 0\n");
    const args = ["run", sample("exec-hdfs"), "--set", `log=${log}`, "--set", `output=file://${output}`];
    const program = startSluice(args, { cwd });
    await eventually("the first line is written", () => written(output).includes("line 0"));

    const lines = Array.from({ length: 2500 }, (_, n) => `line ${n}`);
    for (let n = 1; n < lines.length; n += 100) {
      appendFileSync(
        log,
        lines
          .slice(n, n + 100)
          .join("\n")
          .concat("\n"),
      );
    }
    await eventually("all lines are written", () => written(output).length === lines.length);
    const during = files(output);
    assert.equal(during.filter((name) => name.endsWith(".tmp")).length, 1, during.join(" "));
    assert.equal(during.filter((name) => !name.endsWith(".tmp")).length, 2, "1000 lines fill a file");
    for (const name of during) assert.match(name, /^\d{4}-\d\d-\d\d\/flumedemo\.\d{13}\.txt(\.tmp)?$/);

    const { status, stderr } = await program.stop("SIGINT");
    assert.equal(status, 0, stderr);
    const after = files(output);
    assert.deepEqual(
      after.filter((name) => name.endsWith(".tmp")),
      [],
    );
    assert.equal(after.length, 3);
    assert.deepEqual(written(output), lines);
  });
});

/** Names of all files, in the order in which they were begun. */
function files(output: string): readonly string[] {
  if (!existsSync(output)) return [];
  return readdirSync(output, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(output.length + 1))
    .sort();
}

function written(output: string): readonly string[] {
  return files(output).flatMap((name) => readFileSync(join(output, name), "utf8").split("\n").slice(0, -1));
}
