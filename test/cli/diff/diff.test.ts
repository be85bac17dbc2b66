import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, sluice } from "../../support/sluice.ts";
import { tempFolders } from "../../support/temp-folder.ts";

const program = (key: string, sink = "print()") => `topic clicks: string = embedded()

stream trends every 10s guarantees atLeastOnce {
  let sums = clicks.map(c => (${key}, 1)).updateStateByKey((n, all: int?) => (all else 0) + n.length)

  sums -> ${sink}
}
`;

describe("sluice diff", () => {
  const folder = tempFolders();

  function files(before: string, after: string): string {
    const cwd = folder();
    writeFileSync(join(cwd, "old.flow"), before);
    writeFileSync(join(cwd, "new.flow"), after);
    return cwd;
  }

  it("says first what is lost, and how the new program starts all the same", async () => {
    const cwd = files(program("c"), program("c.length", 'files("out")'));
    const { status, stdout } = await sluice(["diff", "old.flow", "new.flow"], { cwd });
    assert.equal(status, 4);
    assert.equal(
      stdout,
      `lost     state      trends.sums    of its keys, string is kept, and int is wanted
changed  guarantee  trends         higher: it was atLeastOnce, and is exactlyOnce
removed  output     trends.print   print
new      state      trends.sums
new      output     trends.files   files
kept     topic      clicks
kept     positions  trends.clicks

The new program does not start on what the old one has kept. To start without it: --discard-state trends.sums
`,
    );
  });

  it("ends with 0 where nothing is lost, with 1 where a program is wrong, and with 2 where there is no plan", async () => {
    const cwd = files(program("c"), program("c").replace("all else 0", "all else 1"));
    const { status, stdout } = await sluice(["diff", "old.flow", "new.flow"], { cwd });
    assert.equal(`${status}`, "0", stdout);
    assert.match(stdout, /^kept +state +trends\.sums$/m);
    writeFileSync(join(cwd, "new.flow"), "stream s every 1s {}");
    assert.equal((await sluice(["diff", "old.flow", "new.flow"], { cwd })).status, 1);
    writeFileSync(join(cwd, "plan.json"), "{}");
    const wrong = await sluice(["diff", "old.flow", "plan.json"], { cwd });
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /plan\.json is not a plan that `sluice graph --format plan` has written/);
    assert.equal((await sluice(["diff", "old.flow"], { cwd })).status, 2);
  });

  it("takes plans as JSON, and tells what the documentation says as JSON", async () => {
    const cwd = files(program("c"), program("c", 'http(url: "http://localhost:1/")').replace("every 10s", "every 20s"));
    const plan = await sluice(["graph", "old.flow", "--format", "plan"], { cwd });
    writeFileSync(join(cwd, "old.json"), plan.stdout);
    const { status, stdout } = await sluice(["diff", "old.json", "new.flow", "--json"], { cwd });
    assert.equal(status, 0, stdout);
    const diff = JSON.parse(stdout) as { version: number; changes: object[]; discards: string[]; isLoss: boolean };
    assert.deepEqual([diff.version, diff.discards, diff.isLoss], [1, [], false]);
    const page = readFileSync(join(root, "docs/edits.md"), "utf8");
    for (const key of [...Object.keys(diff), ...diff.changes.flatMap(Object.keys)]) {
      assert.ok(page.includes(`| \`${key}\` |`), key);
    }
    assert.ok(diff.changes.some((one) => "subject" in one && one.subject === "interval"));
  });

  it("counts a guarantee that is lower as a loss", async () => {
    const agent = (channel: string) => `agent a {
  source  logs = taildir(files: ["x"])
  channel c    = ${channel}

  logs -> c -> http(url: "http://localhost:1/")
}
`;
    const cwd = files(agent("file()"), agent("memory()"));
    const { status, stdout } = await sluice(["diff", "old.flow", "new.flow"], { cwd });
    assert.equal(status, 4);
    assert.match(
      stdout,
      /^lost +channel +a\.c +events that are left in it stay in its files, and nothing delivers them$/m,
    );
    assert.match(stdout, /^changed +guarantee +a +lower: it was atLeastOnce, and is bestEffort$/m);
  });
});
