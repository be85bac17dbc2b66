import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { sluice, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("a source that listens", () => {
  const folder = tempFolders();

  function project(options: string): string {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), `agent a {\n  netcat(${options}) -> memory() -> discard()\n}\n`);
    return cwd;
  }

  async function send(host: string, port: number): Promise<string> {
    const socket = connect(port, host);
    socket.end("a\n");
    return await text(socket).catch(({ code }: { code: string }) => code);
  }

  it("listens for this machine alone unless the program says otherwise, which check then says", async () => {
    const outer = Object.values(networkInterfaces())
      .flat()
      .find((one) => one?.family === "IPv4" && !one.internal)?.address;
    const inner = project("port: 0");
    assert.deepEqual((await sluice(["check", "a.flow"], { cwd: inner })).stderr, "");
    const program = startSluice(["run", "a.flow"], { cwd: inner });
    const port = Number((await program.sees(/listens on localhost:(\d+)/, "stderr"))[1]);
    assert.equal(await send("127.0.0.1", port), "OK\n");
    if (outer !== undefined) assert.equal(await send(outer, port), "ECONNREFUSED");
    await program.stop();

    const open = project('bind: "0.0.0.0", port: 0');
    const checked = await sluice(["check", "a.flow"], { cwd: open });
    assert.equal(checked.status, 0);
    assert.match(
      checked.stderr,
      /warning\[FLOW4061\]: `netcat` listens on `0\.0\.0\.0`: anyone who can reach this machine/,
    );
  });
});
