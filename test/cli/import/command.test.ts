import assert from "node:assert/strict";
import { once } from "node:events";
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { eventually } from "../../support/eventually.ts";
import { freePort } from "../../support/free-port.ts";
import { root, sluice, startSluice } from "../../support/sluice.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { untilListening } from "../../support/until-listening.ts";

describe("sluice import flume", () => {
  const folder = tempFolders();
  const caseText = (name: string) => readFileSync(join(root, "test/cli/import/cases", `${name}.properties`), "utf8");

  it("imports the tutorial's first agent, which runs", async () => {
    const [cwd, port] = [folder(), await freePort()];
    writeFileSync(join(cwd, "example.conf"), caseText("tutorial-netcat").replace("44444", String(port)));
    const imported = await sluice(["import", "flume", "example.conf", "-o", "example.flow"], { cwd });
    assert.deepEqual([imported.status, imported.stdout, imported.stderr], [0, "", ""]);
    assert.equal((await sluice(["fmt", "--check", "example.flow"], { cwd })).status, 0);
    const program = startSluice(["run", "example.flow"], { cwd });
    await untilListening(port, program);
    const socket = connect(port, "localhost");
    await once(socket, "connect");
    socket.write("hello\n");
    await program.sees(/Event: \{ headers:\{\} body: 68 65 6C 6C 6F {2,}hello \}/);
    socket.destroy();
    assert.equal((await program.stop()).status, 0);
  });

  it("imports several files as one, of which the later ones count", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "base.conf"), caseText("tutorial-netcat"));
    writeFileSync(join(cwd, "own.conf"), "# ours\na1.sources.r1.port = 4141\n");
    const { status, stdout, stderr } = await sluice(["import", "flume", "base.conf", "own.conf"], { cwd });
    assert.equal(status, 0);
    assert.match(stdout, /Imported from base\.conf, own\.conf/);
    assert.match(stdout, /port: 4141/);
    assert.match(
      stderr,
      /^base\.conf:\d+: ignored: `a1\.sources\.r1\.port` stands again in own\.conf:2, and the last one counts$/m,
    );
  });

  it("imports the tutorial's second agent, which runs", async () => {
    const cwd = folder();
    const log = join(cwd, "access.log");
    writeFileSync(log, "GET /a\n");
    const text = caseText("tutorial-exec-logger").replace("/opt/gen_logs/logs/access.log", log);
    writeFileSync(join(cwd, "wshdfs.conf"), text);
    assert.equal((await sluice(["import", "flume", "wshdfs.conf", "-o", "wh.flow"], { cwd })).status, 0);
    const program = startSluice(["run", "wh.flow"], { cwd });
    await program.sees(/GET \/a/);
    appendFileSync(log, "GET /b\n");
    await program.sees(/GET \/b/);
    await program.stop();
  });

  it("tells the misbinding of k1 in the tutorial's third agent, which runs", async () => {
    const cwd = folder();
    const log = join(cwd, "access.log");
    writeFileSync(log, Array.from({ length: 8 }, (_, index) => `GET /${index}\n`).join(""));
    const text = caseText("tutorial-exec-hdfs")
      .replace("/opt/gen_logs/logs/access.log", log)
      .replace("hdfs://nn01.itversity.com:8020/user/pathirippilly/flume_demo", `file://${join(cwd, "out")}`);
    writeFileSync(join(cwd, "wshdfs.conf"), text);
    const imported = await sluice(["import", "flume", "wshdfs.conf", "-o", "wh.flow"], { cwd });
    const misbound =
      /^wshdfs\.conf:20: mended: the line gives `mem` to `k1`, which no list names, so `hd` has no channel/m;
    assert.match(imported.stderr, misbound);
    const program = startSluice(["run", "wh.flow"], { cwd });
    const out = join(cwd, "out");
    const written = () =>
      existsSync(out)
        ? // In sequence files, as Flume's own default has it.
          readdirSync(out).flatMap((name) => readFileSync(join(out, name), "latin1").match(/GET \/\d/g) ?? [])
        : [];
    await eventually("all lines are in files", () => written().length === 8);
    await program.stop();
    assert.deepEqual(written().sort(), Array.from({ length: 8 }, (_, index) => `GET /${index}`).sort());
  });

  it("writes to standard output, only the agents asked for, and without Flume's defaults on demand", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "a.conf"), caseText("several-agents"));
    const { status, stdout } = await sluice(["import", "flume", "a.conf", "--agent", "web", "--modern"], { cwd });
    assert.equal(status, 0);
    assert.match(stdout, /^agent web \{\n/m);
    assert.doesNotMatch(stdout, /logTier|maxBytesToLog/);
  });

  it("ends with 1 where something that Flume ran is not in the output", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "a.conf"), caseText("unsupported"));
    const { status, stderr } = await sluice(["import", "flume", "a.conf"], { cwd });
    assert.equal(status, 1);
    assert.match(stderr, /^a\.conf:4: unsupported: there is no source like `jms` here$/m);
  });

  it("leaves a file alone that is there, and says which agents there are", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "a.conf"), caseText("several-agents"));
    writeFileSync(join(cwd, "a.flow"), "mine");
    const taken = await sluice(["import", "flume", "a.conf", "-o", "a.flow"], { cwd });
    assert.deepEqual([taken.status, taken.stderr], [1, "sluice: a.flow exists already; name a new file\n"]);
    assert.equal(readFileSync(join(cwd, "a.flow"), "utf8"), "mine");
    const wrong = await sluice(["import", "flume", "a.conf", "-n", "webb"], { cwd });
    assert.deepEqual(
      [wrong.status, wrong.stderr],
      [1, 'sluice: a.conf: there is no agent "webb"; did you mean "web"?\n'],
    );
    const empty = await sluice(["import", "flume", "a.flow"], { cwd });
    assert.deepEqual([empty.status, empty.stderr], [1, "sluice: a.flow: there is no agent in it\n"]);
    const usage = await sluice(["import", "a.conf"], { cwd });
    assert.equal(usage.status, 2);
    assert.match(usage.stderr, /^sluice: say what to import: `sluice import flume FILE`\n/);
  });
});
