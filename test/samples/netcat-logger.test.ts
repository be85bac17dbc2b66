import assert from "node:assert/strict";
import { freePort } from "../support/free-port.ts";
import { needs } from "../support/needs.ts";
import { type Running, start } from "../support/process.ts";
import { sample, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";
import { untilListening } from "../support/until-listening.ts";

const hello = "Event: { headers:{} body: 68 65 6C 6C 6F                                  hello }";

describe("sample netcat-logger", () => {
  const folder = tempFolders();
  let port: number;
  let program: Running;

  before(function () {
    needs(this, "nc");
  });

  beforeEach(async () => {
    port = await freePort();
    program = startSluice(["run", sample("netcat-logger"), "--set", `port=${port}`], { cwd: folder() });
    await untilListening(port, program);
  });

  afterEach(() => program.stop("SIGKILL"));

  it("answers OK to a line that nc sends, and shows it on the console", async () => {
    const nc = start("nc", ["localhost", String(port)]);
    nc.child.stdin.write("hello\n");
    await nc.sees(/^OK\n$/);
    await program.sees(/Event: /);
    assert.ok(program.stdout().includes(hello), program.stdout());
    await nc.stop("SIGKILL");
  });

  it("refuses a line of 600 bytes as Flume does, and goes on", async () => {
    const long = start("nc", ["localhost", String(port)]);
    long.child.stdin.end(`${"x".repeat(600)}\n`);
    await long.sees(/^FAILED: Event exceeds the maximum length \(512 chars, including newline\)\n$/);
    const { stdout } = await long.ended;
    assert.doesNotMatch(stdout, /OK/);

    const next = start("nc", ["localhost", String(port)]);
    next.child.stdin.write("hello\n");
    await next.sees(/^OK\n$/);
    await program.sees(/hello }/);
    assert.doesNotMatch(program.stdout(), /78 78 78/);
    await next.stop("SIGKILL");
  });

  it("ends with 0 on Ctrl-C, having shown every line that it said OK to", async () => {
    const nc = start("nc", ["localhost", String(port)]);
    nc.child.stdin.write("one\ntwo\nthree\n");
    await nc.sees(/(OK\n){3}/);
    const { status, stdout } = await program.stop("SIGINT");
    assert.equal(status, 0);
    assert.deepEqual(
      [...stdout.matchAll(/ {2}(\w+) }/g)].map((match) => match[1]),
      ["one", "two", "three"],
    );
  });
});
