import assert from "node:assert/strict";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { eventually } from "../../support/eventually.ts";
import { sluice, startSluice } from "../../support/sluice.ts";
import { tempFolders } from "../../support/temp-folder.ts";

describe("sluice import flume --positions", () => {
  const folder = tempFolders();

  const configuration = (cwd: string) => `a1.sources = r1
a1.channels = c1
a1.sinks = k1
a1.sources.r1.type = TAILDIR
a1.sources.r1.positionFile = ${cwd}/taildir_position.json
a1.sources.r1.filegroups = f1
a1.sources.r1.filegroups.f1 = ${cwd}/logs/.*\\\\.log
a1.sources.r1.channels = c1
a1.channels.c1.type = memory
a1.sinks.k1.type = file_roll
a1.sinks.k1.sink.directory = ${cwd}/out
a1.sinks.k1.channel = c1
`;

  /** As Flume 1.11 writes it. */
  const positions = (entries: readonly (readonly [string, number])[]) =>
    JSON.stringify(entries.map(([file, pos]) => ({ inode: statSync(file).ino, pos, file })));

  const written = (cwd: string) =>
    existsSync(join(cwd, "out"))
      ? readdirSync(join(cwd, "out")).flatMap((name) =>
          readFileSync(join(cwd, "out", name), "utf8")
            .split("\n")
            .slice(0, -1),
        )
      : [];

  it("resumes where Flume stopped, also in a file that was renamed, and gives that back", async () => {
    const cwd = folder();
    const [a, b, rest] = ["a.log", "b.log", "rest.log"].map((name) => join(cwd, "logs", name)) as [
      string,
      string,
      string,
    ];
    mkdirSync(join(cwd, "logs"));
    writeFileSync(a, "a1\na2\na3\n");
    writeFileSync(b, "b1\nb2\n");
    writeFileSync(rest, "r1\n");
    const flumes = join(cwd, "taildir_position.json");
    writeFileSync(
      flumes,
      positions([
        [a, 3],
        [b, 6],
      ]),
    );
    renameSync(b, join(cwd, "logs/b.old.log"));
    writeFileSync(join(cwd, "a.conf"), configuration(cwd));
    assert.equal((await sluice(["import", "flume", "a.conf", "-o", "a.flow"], { cwd })).status, 0);

    const taken = await sluice(["import", "flume", "a.conf", "--positions"], { cwd });
    assert.equal(taken.stderr, "");
    assert.equal(
      taken.stdout,
      `a1.sources.r1: ${a} resumes at byte 3 of 9\na1.sources.r1: ${b} is ${join(cwd, "logs/b.old.log")} now, and resumes at byte 6\n`,
    );
    const program = startSluice(["run", "a.flow"], { cwd });
    await eventually("what Flume had not read", () => written(cwd).length === 3);
    appendFileSync(a, "a4\n");
    appendFileSync(join(cwd, "logs/b.old.log"), "b3\n");
    await eventually("new lines", () => written(cwd).length === 5);
    assert.equal((await program.stop()).status, 0);
    assert.deepEqual(written(cwd).sort(), ["a2", "a3", "a4", "b3", "r1"]);

    const again = await sluice(["import", "flume", "a.conf", "--positions"], { cwd });
    assert.equal(again.status, 1);
    assert.match(again.stderr, /taildir_position\.sluice\.json already exists: the imported program has begun/);
    const back = await sluice(["import", "flume", "a.conf", "--positions", "--back"], { cwd });
    assert.match(back.stdout, new RegExp(`^a1\\.sources\\.r1: Flume resumes ${a} at byte 12$`, "m"));
    const entries = JSON.parse(readFileSync(flumes, "utf8")) as { inode: number; pos: number; file: string }[];
    const expected = [a, join(cwd, "logs/b.old.log"), rest].map((file) => ({
      inode: statSync(file).ino,
      pos: statSync(file).size,
      file,
    }));
    assert.deepEqual(
      entries.toSorted((x, y) => (x.file < y.file ? -1 : 1)),
      expected,
    );
    assert.ok(existsSync(`${flumes}.before`));
  });

  it("keeps inodes of any size, and says what it cannot read", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "a.conf"), configuration(cwd));
    const none = await sluice(["import", "flume", "a.conf", "--positions"], { cwd });
    assert.match(none.stdout, /Flume has no positions in .*: all files are read from their start\n$/);
    const file = join(cwd, "taildir_position.json");
    writeFileSync(file, '[{"inode":9223372036854775807,"pos":1,"file":"/gone"}]');
    const { stdout } = await sluice(["import", "flume", "a.conf", "--positions"], { cwd });
    assert.equal(stdout, "a1.sources.r1: /gone at byte 1 is gone; a new file of that name is read from its start\n");
    const own = readFileSync(join(cwd, "taildir_position.sluice.json"), "utf8");
    assert.equal(own, '[{"inode":9223372036854775807,"pos":1,"file":"/gone"}]\n');
    writeFileSync(join(cwd, "taildir_position.sluice.json"), "{");
    const back = await sluice(["import", "flume", "a.conf", "--positions", "--back"], { cwd });
    assert.equal(back.status, 1);
    assert.match(back.stderr, /^sluice: .*taildir_position\.sluice\.json is not a file of positions: /);
    assert.equal((await sluice(["import", "flume", "a.conf", "--back"], { cwd })).status, 2);
  });
});
