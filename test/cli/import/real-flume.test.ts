/** The switch of docs/from-flume.md and its way back, with a real agent of Flume 1.11 before and after. */
import assert from "node:assert/strict";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { serverSuite } from "../../servers/server-suite.ts";
import { eventually } from "../../support/eventually.ts";
import { sluice, startSluice } from "../../support/sluice.ts";
import { tempFolders } from "../../support/temp-folder.ts";

/** Starts of two JVMs on busy cores. */
const LIMIT = 120_000;

serverSuite("flume", "the switch from a real agent of Flume", (flume) => {
  const folder = tempFolders();

  it("loses and repeats no line of a followed file, there and back", async function () {
    this.timeout(5 * LIMIT);
    const cwd = folder();
    const [a, b] = [join(cwd, "logs/a.log"), join(cwd, "logs/b.log")];
    mkdirSync(join(cwd, "logs"));
    mkdirSync(join(cwd, "out"));
    const configuration = `a1.sources = r1
a1.channels = c1
a1.sinks = k1
a1.sources.r1.type = TAILDIR
a1.sources.r1.positionFile = ${cwd}/taildir_position.json
a1.sources.r1.writePosInterval = 200
a1.sources.r1.filegroups = f1
a1.sources.r1.filegroups.f1 = ${cwd}/logs/.*\\\\.log
a1.sources.r1.channels = c1
a1.channels.c1.type = memory
a1.sinks.k1.type = file_roll
a1.sinks.k1.sink.directory = ${cwd}/out
a1.sinks.k1.channel = c1
`;
    writeFileSync(join(cwd, "flume.conf"), configuration);
    const written = () =>
      readdirSync(join(cwd, "out"))
        .flatMap((name) =>
          readFileSync(join(cwd, "out", name), "utf8")
            .split("\n")
            .slice(0, -1),
        )
        .sort();
    const has = (...lines: readonly string[]) =>
      eventually(`${lines.join()} are in files`, () => lines.every((line) => written().includes(line)), LIMIT);
    const notes = join(cwd, "taildir_position.json");
    const isNoted = (pos: number) => () => existsSync(notes) && readFileSync(notes, "utf8").includes(`"pos":${pos}`);

    writeFileSync(a, "a1\na2\n");
    const before = await flume().start(configuration, []);
    await has("a1", "a2");
    await eventually("Flume has noted where it is", isNoted(6), LIMIT);
    await before.stop();

    appendFileSync(a, "a3\n");
    writeFileSync(b, "b1\n");
    const imported = await sluice(["import", "flume", "flume.conf", "-o", "flume.flow"], { cwd });
    assert.equal(imported.status, 0, imported.stderr);
    const takenOver = await sluice(["import", "flume", "flume.conf", "--positions"], { cwd });
    assert.equal(takenOver.status, 0, takenOver.stderr);
    const program = startSluice(["run", "flume.flow"], { cwd });
    await has("a3", "b1");
    await program.stop();

    appendFileSync(a, "a4\n");
    appendFileSync(b, "b2\n");
    const givenBack = await sluice(["import", "flume", "flume.conf", "--positions", "--back"], { cwd });
    assert.equal(givenBack.status, 0, givenBack.stderr);
    const after = await flume().start(configuration, []);
    await has("a4", "b2");
    await after.stop();
    assert.deepEqual(written(), ["a1", "a2", "a3", "a4", "b1", "b2"]);
  });
});
