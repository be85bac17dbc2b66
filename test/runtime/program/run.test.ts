import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { eventually } from "../../support/eventually.ts";
import { type Running, start } from "../../support/process.ts";
import { tempFolders } from "../../support/temp-folder.ts";

const child = fileURLToPath(new URL("./child.ts", import.meta.url));

// Resolved here, since the programs run in folders of their own.
const tsx = import.meta.resolve("tsx");

describe("a program's process", () => {
  const folder = tempFolders();

  function run(...args: string[]): Running {
    return start(process.execPath, ["--import", tsx, child, ...args], { cwd: folder() });
  }

  it("ends with 0 when its sources have ended, and tells when it started", async () => {
    const { status, stdout, stderr } = await run("--only", "a1", "--set", "size=3").ended;
    assert.equal(status, 0);
    assert.equal(stdout, "0\n1\n2\nclosed\n");
    assert.deepEqual(stderr.replace(/^\d\d:\d\d:\d\d\.\d{3} /gm, "").split("\n"), [
      "INFO child.flow started agents=a1",
      "INFO a1.r1 counted accepted=3",
      "INFO a1.k1 counted written=3",
      "INFO child.flow ended",
      "",
    ]);
  });

  it("logs JSON when it is asked to", async () => {
    const { stderr } = await run("--only=a1", "--log=json").ended;
    const [first] = stderr
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.equal(first!["message"], "started");
    assert.equal(first!["component"], "child.flow");
    assert.match(String(first!["time"]), /^\d{4}-\d\d-\d\dT/);
  });

  it("drains on Ctrl-C, and on SIGTERM", async () => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      const program = run("--set", "mode=endless");
      await program.sees(/batch/);
      const { status, stdout, stderr } = await program.stop(signal);
      assert.equal(status, 0, stderr);
      assert.match(stdout, /closed\n$/);
      assert.match(stderr, /draining, for at most 30s \(--drain-timeout\); a second Ctrl-C stops at once/);
    }
  });

  it("stops at once on a second Ctrl-C", async () => {
    const program = run("--only", "a1", "--set", "mode=stuck");
    await program.sees(/never works/, "stderr");
    program.child.kill("SIGINT");
    await program.sees(/draining/, "stderr");
    await eventually("it has ended", () => !program.child.kill("SIGINT"));
    const { status, stdout } = await program.ended;
    assert.equal(status, 130);
    assert.equal(stdout, "");
  });

  it("drains when one Ctrl-C comes twice, as npx passes it on", async () => {
    const program = run("--set", "mode=endless");
    await program.sees(/batch/);
    program.child.kill("SIGINT");
    const { status, stdout, stderr } = await program.stop("SIGINT");
    assert.equal(status, 0, stderr);
    assert.match(stdout, /closed\n$/);
  });

  it("ends after a time or a number of batches", async () => {
    const timed = await run("--set", "mode=endless", "--for", "300ms").ended;
    assert.equal(timed.status, 0);
    assert.match(timed.stdout, /closed/);
    const counted = await run("--set", "mode=endless", "--batches", "3").ended;
    assert.equal(counted.status, 0);
    assert.equal(counted.stdout, "batch\nbatch\nbatch\nclosed\n");
  });

  it("ends with 1 when a batch has failed, whose stream ends alone", async () => {
    const running = run("--set", "mode=broken");
    await running.sees(/ERROR s1 out of range .*place=child\.flow:20:8/, "stderr");
    const { status, stdout } = await running.stop();
    assert.equal(status, 1);
    assert.match(stdout, /closed/);
  });

  it("ends with 1 and one line that names component and place when it cannot start", async () => {
    const { status, stdout, stderr } = await run("--set", "mode=port").ended;
    assert.equal(status, 1);
    assert.equal(stdout, "closed\n");
    assert.match(stderr, /^\S+ ERROR a1\.r1 port 44444 is in use place=child\.flow:9:3\n$/);
  });

  it("shows no secret, and says which one has no value", async () => {
    const { status, stderr } = await run("--set", "mode=leak").ended;
    assert.equal(status, 1);
    assert.match(stderr, /^\S+ ERROR child\.flow secret password has no value; .* place=child\.flow:3:8\n$/);
  });

  const wrong: readonly (readonly [string[], RegExp])[] = [
    [["--frobnicate"], /^error: unknown option --frobnicate; there are --only, --set/],
    [["--only", "a2"], /^error: --only a2: child\.flow has no agent or stream of that name; there are a1, s1\n$/],
    [["--set", "sise=3"], /^error: --set sise: no such param; there are size, mode\n$/],
    [["--set", "size=many"], /^error: child\.flow:1:7: param size: expected an int, found "many"\n$/],
    [["--data-dir", ""], /^error: --data-dir takes a directory, not ""\n$/],
    [["--set", "size"], /^error: --set takes name=value, not "size"\n$/],
    [["--for", "5"], /^error: --for takes a duration such as 30s, not "5"\n$/],
    [["--batches", "0"], /^error: --batches takes a whole number above 0, not "0"\n$/],
    [["--batches", "2", "--only", "a1"], /^error: --batches: there is no stream/],
    [["--drain-timeout", "soon"], /^error: --drain-timeout takes a duration such as 30s, not "soon"\n$/],
    [["--log", "xml"], /^error: --log takes text or json, not "xml"\n$/],
    [["--name", ""], /^error: --name takes a name, not ""\n$/],
    [["--for"], /^error: --for needs a value\n$/],
  ];
  for (const [args, message] of wrong) {
    it(`ends with 2 for ${args.join(" ")}`, async () => {
      const { status, stderr } = await run(...args).ended;
      assert.equal(status, 2);
      assert.match(stderr, message);
    });
  }
});
