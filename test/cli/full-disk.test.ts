import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { eventually } from "../support/eventually.ts";
import { start } from "../support/process.ts";
import { root, sluice, startSluice } from "../support/sluice.ts";
import { smallDisks } from "../support/small-disk.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("a program on a full disk", () => {
  const folder = tempFolders();
  const disk = smallDisks();

  async function send(port: number, lines: string): Promise<string> {
    const socket = connect(port, "127.0.0.1");
    socket.end(lines);
    return await text(socket);
  }

  it("refuses what it cannot keep, says so, and takes everything again once there is space", async function () {
    const small = disk(this);
    const home = folder();
    for (const name of ["one", "two"]) mkdirSync(join(home, name));
    writeFileSync(
      join(home, "fan.flow"),
      `agent a {
  source  r = netcat(bind: "localhost", port: 0)
  channel f = file(directory: "${small.path}/f", minimumRequiredSpace: 0B, capacity: 100, transactionCapacity: 100)
  channel m = memory(capacity: 100)

  r -> [f, m]
  f -> files("${home}/one")
  m -> files("${home}/two")
}
`,
    );
    const program = startSluice(["run", "fan.flow"], { cwd: home });
    const port = Number((await program.sees(/listens on .*port=(\d+)/, "stderr"))[1]);
    assert.equal(await send(port, "before\n"), "OK\n");
    small.fill();
    // More than the channel in memory has room for; the last page of the segment still takes some.
    const body = "x".repeat(500);
    let answers = "";
    for (let time = 0; time < 12; time++) answers += await send(port, `${body}\n`.repeat(9));
    assert.match(answers, /^(OK\n){0,9}(FAILED: .*ENOSPC.*\n){99,}$/);
    const kept = `before\n${`${body}\n`.repeat(answers.split("OK").length - 1)}${"after\n".repeat(9)}`;
    small.free();
    assert.equal(await send(port, "after\n".repeat(9)), "OK\n".repeat(9));
    const written = (name: string) => {
      const files = readdirSync(join(home, name)).sort();
      return files.map((file) => readFileSync(join(home, name, file), "utf8")).join("");
    };
    for (const name of ["one", "two"]) {
      await eventually("it has arrived", () => written(name).split("after").length === 10);
      assert.equal(written(name), kept);
    }
    const { status, stderr } = await program.stop("SIGTERM");
    assert.equal(status, 0, stderr);
    assert.match(stderr, /WARN a\.r ENOSPC: no space left on device, .* place=fan\.flow:6:8/);
    assert.match(stderr, /INFO a\.r recovered after \d+ failed attempts?/);
    assert.match(stderr, /a\.r counted accepted=\d+ failed=\d+/);
  });

  it("holds a stream whose state it cannot keep, which then resumes as if nothing had been", async function () {
    this.timeout(300_000);
    const small = disk(this);
    const cwd = folder();
    const counting = `topic words: string = embedded()

stream counts every 500ms {
  words.from("earliest").map(word => (word, 1)).reduceByKeyAndWindow((a, b) => a + b, window: 10m) -> print()
}

agent other { generate(rate: 20) -> memory() -> files("others", rollInterval: 100ms) }
`;
    writeFileSync(join(cwd, "a.flow"), counting);
    const arguments_ = ["a.flow", "--data-dir", small.path];
    await sluice(["produce", "a.flow", "words", "--data-dir", small.path], { cwd, input: "a\nb\na\n" });
    const program = startSluice(["run", ...arguments_], { cwd });
    await program.sees(/\('a', 2\)/);
    small.fill();
    await program.sees(/WARN counts cannot save the state of a batch: ENOSPC.* place=a\.flow:3:8 again=/, "stderr");
    small.free();
    await program.sees(/INFO counts recovered after \d+ failed attempt/, "stderr");
    const { status, stderr } = await program.stop();
    assert.equal(status, 0, stderr);
    const again = await sluice(["run", ...arguments_, "--only", "counts", "--batches", "1"], { cwd });
    assert.match(again.stdout, /\('a', 2\)\n\('b', 1\)/, again.stderr);
  });

  it("says at its start which file it cannot write, and leaves no file behind", async function () {
    const small = disk(this);
    const cwd = folder();
    writeFileSync(
      join(cwd, "a.flow"),
      `topic words: string = embedded()

stream counts every 1s {
  words.countByValueAndWindow(window: 10m) -> print()
}
`,
    );
    const state = join(small.path, "state", "a", "counts");
    mkdirSync(state, { recursive: true });
    small.fill();
    const { status, stderr } = await sluice(["run", "a.flow", "--data-dir", small.path], { cwd });
    assert.equal(status, 1);
    assert.match(stderr, /ERROR a\.flow ENOSPC: no space left on device, write '.*\/counts\/lock' place=/);
    assert.deepEqual(readdirSync(state), []);
  });

  const shown = `agent a {
  source r = generate(rate: 1000, count: 300)
  channel c = memory(capacity: 1000)

  r -> c -> print()
}
`;

  /** Starts a program in a shell, which sends its standard output and standard error where the test wants them. */
  function inShell(cwd: string, rest: string, ...args: string[]) {
    const command = [process.execPath, join(root, "dist/cli/main.js"), "run", "a.flow", ...args].join(" ");
    return start("bash", ["-c", `set -o pipefail; ${command} ${rest}`], { cwd });
  }

  it("does not end well when its standard output is not taken", async function () {
    const small = disk(this);
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), shown);
    small.fill();
    const { status, stderr } = await inShell(cwd, `> ${small.path}/out`, "--drain-timeout", "500ms").ended;
    assert.equal(status, 1, stderr);
    assert.match(stderr, /WARN a\.print cannot write to standard output: ENOSPC/);
    assert.match(stderr, /ERROR a\.c events are left in the channel, which keeps nothing: they are lost lost=300/);
  });

  it("ends a command that is not `run` with one line when its standard output is not taken", async function () {
    const small = disk(this);
    small.fill();
    const main = join(root, "dist/cli/main.js");
    const args = ["-c", `"$0" "$1" eval 1 > "$2"`, process.execPath, main, join(small.path, "out")];
    const { status, stderr } = await start("/bin/sh", args).ended;
    assert.equal(status, 1);
    assert.match(stderr, /^sluice: standard output is gone: ENOSPC.*\n$/);
  });

  it("goes on with its standard output when the disk has space again", async function () {
    const small = disk(this);
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), shown);
    const out = join(small.path, "out");
    small.fill();
    // Room for a part of the lines: what a disk that is almost full takes is cut anywhere.
    truncateSync(join(small.path, "ballast"), statSync(join(small.path, "ballast")).size - 4096);
    const program = inShell(cwd, `> ${out}`);
    await program.sees(/cannot write to standard output: ENOSPC/, "stderr");
    small.free();
    const { status, stderr } = await program.ended;
    assert.equal(status, 0, stderr);
    assert.match(stderr, /INFO a\.print recovered after/);
    const lines = readFileSync(out, "utf8").split("\n");
    const whole = new Set(lines.filter((line) => /^\d+\.\d+\.\d+\.\d+ .*"$/.test(line)));
    assert.equal(whole.size, 300);
  });

  it("loses lines of its log, and nothing else, when standard error is not taken", async function () {
    const small = disk(this);
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), shown);
    small.fill();
    const full = await inShell(cwd, `2> ${small.path}/log`).ended;
    assert.deepEqual([full.status, full.stdout.split("\n").length], [0, 301]);
  });

  it("says how many lines of its log are missing once they are taken again", async function () {
    const small = disk(this);
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), shown.replace(", count: 300", ""));
    small.fill();
    const log = join(small.path, "log");
    const program = inShell(cwd, `2> ${log}`);
    // Long after the first line of the log.
    await program.sees(/(.*\n){500}/);
    small.free();
    const pid = Number(readFileSync(`/proc/${program.child.pid}/task/${program.child.pid}/children`, "utf8"));
    process.kill(pid, "SIGTERM");
    const { status } = await program.ended;
    assert.equal(status, 0);
    assert.match(
      readFileSync(log, "utf8"),
      /^\(\d+ lines? of this log could not be written: ENOSPC.*\)\n[\s\S]* draining/,
    );
  });

  it("goes on when whoever reads its log has gone", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), shown);
    const { status, stderr } = await inShell(cwd, "2>&1 > out | head -1").ended;
    assert.equal(status, 0, stderr);
    assert.equal(readFileSync(join(cwd, "out"), "utf8").split("\n").length, 301);
  });
});
