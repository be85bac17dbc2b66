import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { filePattern, isPathOf } from "../../../stdlib/taildir/file-pattern.ts";
import { taildir } from "../../../stdlib/taildir/taildir.ts";
import { eventually } from "../../support/eventually.ts";
import { sluice } from "../../support/sluice.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { declared, startOneAgent } from "../support/one-agent.ts";

describe("taildir with headers for groups of files", () => {
  const tempFolder = tempFolders();

  it("gives the lines of a file those of the first pattern that it fits, also when it is renamed", async () => {
    const [folder, dataDir] = [tempFolder(), tempFolder()];
    const path = (name: string) => join(folder, name);
    for (const name of ["a.log", "b.log", "c.log"]) writeFileSync(path(name), `${name} 1\n`);
    const options = {
      files: [path("a.log"), path("[bc].log")],
      groupHeaders: new Map([
        [
          path("a.log"),
          new Map([
            ["app", "a"],
            ["all", "own"],
          ]),
        ],
        [path("[bc].log"), new Map([["app", "others"]])],
      ]),
      headers: new Map([["all", "yes"]]),
      pollDelay: 5,
    };
    const follow = () => startOneAgent(taildir(options, declared("r1")), { dataDir });
    const agent = await follow();
    await eventually("three lines", () => agent.events.length === 3);
    renameSync(path("a.log"), path("a.log.1"));
    appendFileSync(path("a.log.1"), "a.log 2\n");
    await eventually("the line of the renamed file", () => agent.events.length === 4);
    await agent.drain();
    appendFileSync(path("a.log.1"), "a.log 3\n");
    const again = await follow();
    await eventually("its next line after a restart", () => again.events.length === 1);
    await again.drain();
    const shown = [...agent.events, ...again.events].map(({ body, headers }) => [
      body,
      headers.get("app"),
      headers.get("all"),
    ]);
    assert.deepEqual(shown.sort(), [
      ["a.log 1", "a", "own"],
      ["a.log 2", "a", "own"],
      ["a.log 3", "a", "own"],
      ["b.log 1", "others", "yes"],
      ["c.log 1", "others", "yes"],
    ]);
  });

  it("refuses headers for a pattern that is none of its files", async () => {
    const groupHeaders = new Map([["/tmp/b.log", new Map([["a", "b"]])]]);
    const source = taildir({ files: ["/tmp/a.log"], groupHeaders }, declared("r1"));
    const message = '`groupHeaders` names "/tmp/b.log", which is not one of `files`';
    await assert.rejects(startOneAgent(source), { name: "ComponentError", message });
  });

  it("says which files a pattern means", () => {
    const cases: readonly (readonly [string, string, boolean])[] = [
      ["/var/log/a.log", "/var/log/a.log", true],
      ["/var/log/a.log", "/var/log/b/a.log", false],
      ["/var/log/*.log", "/var/log/a.log", true],
      ["/var/*/a.log", "/var/log/a.log", true],
      ["/var/*/a.log", "/var/log/x/a.log", false],
      ["/srv/**/a.log", "/srv/a.log", true],
      ["/srv/**/a.log", "/srv/x/y/a.log", true],
      ["/srv/**/z/a.log", "/srv/x/y/a.log", false],
      ["/srv/**/z/a.log", "/srv/x/z/a.log", true],
      ["/re:a.*", "/abc", true],
      ["/var/log/re:a\\.\\d", "/var/log/a.1", true],
    ];
    for (const [pattern, path, expected] of cases) {
      assert.equal(isPathOf(filePattern(pattern), path), expected, `${pattern} ${path}`);
    }
  });

  it("adds headers that check knows", async () => {
    const cwd = tempFolder();
    mkdirSync(join(cwd, "logs"));
    const program = (header: string) =>
      `agent a {\n  source r = taildir(files: ["logs/a"], groupHeaders: [("logs/a", [("app", "a")].toMap())].toMap())\n\n  r -> memory() -> hdfs("file:///tmp/%{${header}}", rollCount: 0, rollSize: 0B)\n}\n`;
    writeFileSync(join(cwd, "a.flow"), program("app"));
    const right = await sluice(["check", "a.flow"], { cwd });
    assert.deepEqual([right.status, right.stderr], [0, ""]);
    writeFileSync(join(cwd, "a.flow"), program("ap"));
    assert.match((await sluice(["check", "a.flow"], { cwd })).stderr, /uses the header `ap`, which no event here has/);
  });
});
