import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { eventually } from "../support/eventually.ts";
import { startSluice } from "../support/sluice.ts";
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
});
