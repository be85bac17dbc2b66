import assert from "node:assert/strict";
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventually } from "../support/eventually.ts";
import { sample, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("sample access-log", function () {
  this.timeout(240_000);
  const folder = tempFolders();

  it("counts accesses, sets bad lines aside with the reason, and goes on where it stopped", async () => {
    const cwd = folder();
    const log = join(cwd, "access.log");
    const output = join(cwd, "trending");
    const args = ["run", sample("access-log"), "--set", `log=${log}`, "--set", `output=file://${output}`];
    writeFileSync(log, `${access("/a", 200)}${access("/a", 304)}${access("/b", 200)}${access("/c", 404)}garbage\n`);

    const first = startSluice(args, { cwd });
    await eventually("the counts are printed", () => /\('\/a', 2\)\n\('\/b', 1\)\n/.test(first.stdout()));
    assert.doesNotMatch(first.stdout(), /\('\/c',/, "a 404 does not count");
    await eventually("the bad line is printed", () => /: garbage$/m.test(first.stdout()));
    assert.match(first.stdout(), /^\S.*: garbage$/m);
    const stopped = await first.stop("SIGINT");
    assert.equal(stopped.status, 0, stopped.stderr);
    assert.ok(hitFiles(output).length > 0);
    assert.ok(hitFiles(output).every((name) => !name.endsWith(".tmp")));
    assert.match(
      hitFiles(output)
        .map((name) => readFileSync(name, "utf8"))
        .join(""),
      /^\["\/a",2\]$/m,
    );

    appendFileSync(log, access("/later", 200));
    const second = startSluice(args, { cwd });
    await eventually("the new line is counted", () => /\('\/later', 1\)/.test(second.stdout()));
    assert.doesNotMatch(second.stdout(), /\('\/a', [^2]\)/, "no line is counted twice");
    assert.equal((await second.stop("SIGINT")).status, 0);
  });
});

function access(path: string, status: number): string {
  return `192.0.2.1 - - [01/Jan/2026:00:00:00 +0000] "GET ${path} HTTP/1.1" ${status} 512 "-" "test"\n`;
}

function hitFiles(output: string): readonly string[] {
  if (!existsSync(output)) return [];
  return readdirSync(output, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
