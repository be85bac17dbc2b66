import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("what a program keeps on disk", () => {
  const folder = tempFolders();

  const program = `topic seen: string = embedded()

agent a {
  source  r = taildir(["input/*.log"])
  channel c = file(minimumRequiredSpace: 0B)

  r -> c -> seen
}

agent b {
  seen.from("earliest") -> memory() -> hdfs("file:///HOME/out")
}

stream s every 100ms {
  seen.from("earliest").window(1s).count() -> files("HOME/counts")
}
`;

  it("can be read by nobody else, and what it writes for others as its user wants it", async () => {
    const cwd = folder();
    mkdirSync(join(cwd, "input"));
    writeFileSync(join(cwd, "input/a.log"), "one\ntwo\n");
    writeFileSync(join(cwd, "a.flow"), program.replaceAll("/HOME", cwd).replaceAll("HOME", cwd));
    const { status, stderr } = await sluice(["run", "a.flow", "--for", "1s"], { cwd });
    assert.equal(status, 0, stderr);
    const modes = (path: string): string[] =>
      readdirSync(join(cwd, path), { recursive: true, encoding: "utf8" }).map((name) => {
        const found = statSync(join(cwd, path, name));
        return `${name} ${(found.mode & 0o077).toString(8)}`;
      });
    const kept = modes(".sluice");
    assert.ok(kept.length > 12, kept.join("\n"));
    assert.deepEqual(
      kept.filter((entry) => !entry.endsWith(" 0")),
      [],
    );
    assert.equal(statSync(join(cwd, ".sluice")).mode & 0o777, 0o700);
    assert.doesNotMatch(stderr, /other users/);
    assert.equal(statSync(join(cwd, "counts")).mode & 0o077, 0o077 & ~process.umask());
    assert.equal(statSync(join(cwd, "out")).mode & 0o055, 0o055 & ~process.umask());

    chmodSync(join(cwd, ".sluice"), 0o755);
    const open = await sluice(["run", "a.flow", "--for", "300ms"], { cwd });
    assert.match(open.stderr, /WARN a\.flow other users of this machine can read the data directory, .*mode=755/);
  });
});
