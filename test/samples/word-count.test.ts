import assert from "node:assert/strict";
import { freePort } from "../support/free-port.ts";
import { needs } from "../support/needs.ts";
import { type Running, start } from "../support/process.ts";
import { sample, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("sample word-count", () => {
  const folder = tempFolders();
  let nc: Running;
  let program: Running;

  before(function () {
    needs(this, "nc");
  });

  beforeEach(async () => {
    const port = await freePort();
    nc = start("nc", ["-lk", String(port)]);
    program = startSluice(["run", sample("word-count"), "--set", `port=${port}`, "--set", "interval=1s"], {
      cwd: folder(),
    });
  });

  afterEach(async () => {
    await program.stop("SIGKILL");
    await nc.stop("SIGKILL");
  });

  it("counts the words of each batch that nc sends", async () => {
    nc.child.stdin.write("to be or not to be\n");
    await program.sees(/\('not', 1\)/);
    const batch = /-{43}\nTime: (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\n-{43}\n((?:\(.*\)\n)+)\n/.exec(program.stdout());
    assert.ok(batch?.[1] !== undefined && batch[2] !== undefined, program.stdout());
    assert.ok(Math.abs(Date.parse(batch[1]) - Date.now()) < 3_600_000, "the time of the batch is local");
    assert.deepEqual(batch[2].trim().split("\n").sort(), ["('be', 2)", "('not', 1)", "('or', 1)", "('to', 2)"]);

    nc.child.stdin.write("not again\n");
    await program.sees(/\('again', 1\)/);
    const later = program.stdout().slice(program.stdout().indexOf(batch[0]) + batch[0].length);
    assert.match(later, /\('not', 1\)/, "a batch counts its own words only");
    assert.doesNotMatch(later, /\('to',/);
  });

  it("ends with 0 on Ctrl-C", async () => {
    await program.sees(/Time: /);
    assert.equal((await program.stop("SIGINT")).status, 0);
  });
});
