import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sample, sluice, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

const good = `agent a1 {
  source  r1 = netcat(port: 44444)
  channel c1 = memory(capacity: 1000)
  sink    k1 = logger()

  r1 -> c1 -> k1
}
`;

describe("sluice check", () => {
  const folder = tempFolders();

  function project(text: string): string {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), text);
    return cwd;
  }

  it("says nothing of a program without faults", async () => {
    const { status, stdout, stderr } = await sluice(["check", "a.flow"], { cwd: project(good) });
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "", stderr: "" });
  });

  it("shows a frame for each error on standard error, with what was meant", async () => {
    const cwd = project(good.replace("netcat", "netcatt").replace("logger", "loger"));
    const { status, stdout, stderr } = await sluice(["check", "a.flow"], { cwd });
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /--> a\.flow:2:16\n/);
    assert.match(stderr, /`?netcat`?/);
    assert.match(stderr, /--> a\.flow:4:16\n/);
    assert.match(stderr, /\n2 errors\n$/);
  });

  it("shows the first of very many errors, and looks for what was meant in those alone", async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `value${index}`);
    const text = `${names.map((name) => `const ${name} = 1\n`).join("")}fn all(): int[] = [${names.map((name) => `${name}x`).join(", ")}]\n`;
    const { status, stderr } = await sluice(["check", "a.flow"], { cwd: project(text) });
    assert.equal(status, 1);
    assert.equal(stderr.split("error[FLOW2001]").length - 1, 100);
    assert.match(stderr, /Did you mean `value0`\?/);
    assert.match(stderr, /\n1000 errors, 900 of them not shown \(`sluice check --json` prints all\)\n$/);
  });

  it("reads no device and no pipe that an import leads to", async () => {
    const cwd = project('import { x } from "./zero.flow"\nimport { y } from "./pipe.flow"\nconst z = x + y\n');
    symlinkSync("/dev/zero", join(cwd, "zero.flow"));
    execFileSync("mkfifo", [join(cwd, "pipe.flow")]);
    const { status, stderr } = await sluice(["check", "a.flow"], { cwd });
    assert.equal(status, 1);
    assert.match(stderr, /cannot read `\.\/zero\.flow`/);
    assert.match(stderr, /cannot read `\.\/pipe\.flow`/);
  });

  it("refuses a file whose name has a line break, which could pass for code or for a line of the log", async () => {
    const cwd = project(good);
    for (const name of ["a\nconsole.log(1)\n.flow", "a\u2028console.log(1)\u2028.flow"]) {
      writeFileSync(join(cwd, name), good);
      const { status, stderr } = await sluice(["run", name], { cwd });
      assert.equal(status, 1);
      assert.match(
        stderr,
        /^sluice: "a[^\n]*": its name has a line break or another control character in it; rename it\n$/,
      );
    }
  });

  it("uses no colour where nobody looks, and colour where it is forced", async () => {
    const cwd = project(good.replace("netcat", "netcatt"));
    const escapeCode = "\u001b[";
    const env = { NO_COLOR: undefined };
    assert.ok(!(await sluice(["check", "a.flow"], { cwd, env })).stderr.includes(escapeCode));
    const forced = await sluice(["check", "a.flow"], { cwd, env: { ...env, FORCE_COLOR: "1" } });
    assert.ok(forced.stderr.includes(escapeCode));
  });

  it("prints places that count from 1 as JSON", async () => {
    const cwd = project(good.replace("port: 44444", "prt: 44444"));
    const { status, stdout, stderr } = await sluice(["check", "--json", "a.flow"], { cwd });
    assert.equal(status, 1);
    assert.equal(stderr, "");
    const [first] = JSON.parse(stdout);
    assert.equal(first.file, "a.flow");
    assert.deepEqual([first.line, first.column, first.endLine, first.endColumn], [2, 23, 2, 26]);
    assert.equal(first.severity, "error");
    assert.match(first.code, /^FLOW\d{4}$/);
    assert.equal(typeof first.message, "string");
    assert.ok(Array.isArray(first.fixes));
  });

  it("prints as JSON all that a frame shows: second places, and what would mend it", async () => {
    const cwd = project(good.replace("sink    k1", "channel c1"));
    const { stdout } = await sluice(["check", "--json", "a.flow"], { cwd });
    const twice = JSON.parse(stdout).find(({ code }: { code: string }) => code === "FLOW2002");
    assert.deepEqual(twice.labels, [
      { file: "a.flow", line: 3, column: 11, endLine: 3, endColumn: 13, message: "first declared here" },
    ]);
    const misspelt = await sluice(["check", "--json", "a.flow"], { cwd: project(good.replace("netcat", "netcatt")) });
    const [{ labels, fixes }] = JSON.parse(misspelt.stdout);
    assert.deepEqual(labels, []);
    assert.deepEqual(fixes, [
      {
        title: "Write `netcat`",
        safe: true,
        edits: [{ file: "a.flow", line: 2, column: 16, endLine: 2, endColumn: 23, text: "netcat" }],
      },
    ]);
  });

  it("prints an empty list as JSON for a program without faults", async () => {
    assert.equal((await sluice(["check", "--json", "a.flow"], { cwd: project(good) })).stdout, "[]\n");
  });

  it("applies safe fixes", async () => {
    const cwd = project(good.replace("port: 44444", "prt: 44444").replace("logger", "loger"));
    const { status, stderr } = await sluice(["check", "--fix", "a.flow"], { cwd });
    assert.equal(stderr, "2 fixes applied\n");
    assert.equal(status, 0);
    assert.equal(readFileSync(join(cwd, "a.flow"), "utf8"), good);
  });

  it("says that the tutorial's sink `hd` is never fed and `k1` does not exist", async () => {
    const tutorial = readFileSync(sample("exec-hdfs"), "utf8").replace("mem -> hd", "mem -> k1");
    const { status, stderr } = await sluice(["check", "a.flow"], { cwd: project(tutorial) });
    assert.equal(status, 1);
    assert.match(stderr, /`k1`/);
    assert.match(stderr, /`hd`/);
  });

  it("checks again when a watched file changes", async () => {
    const cwd = project(good.replace("logger", "loger"));
    const watching = startSluice(["check", "--watch", "a.flow"], { cwd });
    await watching.sees(/1 error/, "stderr");
    writeFileSync(join(cwd, "a.flow"), good);
    await watching.sees(/nothing is wrong/, "stderr");
    await watching.stop();
  });
});
