import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { exec } from "../../../stdlib/exec/exec.ts";
import { lines } from "../../../stdlib/lines/lines.ts";
import { netcat } from "../../../stdlib/netcat/netcat.ts";
import { socketText } from "../../../stdlib/socket-text/socket-text.ts";
import { eventually } from "../../support/eventually.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { declared, portOf, startOneAgent } from "../support/one-agent.ts";
import { connectTo, listenOn } from "../support/peer.ts";

const RECORDS = ["#1\n a\n b", "#2", "#3\n c"];
const TEXT = `${RECORDS.join("\n")}\n`;
const rules = { recordStart: /^#/ };

describe("records of several lines", () => {
  const tempFolder = tempFolders();

  it("come from lines, the last of them at its end", async () => {
    const path = join(tempFolder(), "text");
    writeFileSync(path, TEXT.trimEnd());
    const agent = await startOneAgent(lines({ path, ...rules }, declared("r1")));
    assert.equal(await agent.ended, true);
    assert.deepEqual(agent.bodies(), RECORDS);
  });

  it("come from exec, the last of them when it has waited long enough, and when the command ends", async () => {
    const command = `printf '%s' '${TEXT}'; sleep 60`;
    const agent = await startOneAgent(
      exec({ command, shell: "/bin/sh -c", batchTimeout: 1, recordTimeout: 50, ...rules }, declared("r1")),
    );
    await eventually("all records", () => agent.bodies().length === 3);
    assert.deepEqual(agent.bodies(), RECORDS);
    await agent.drain();
    const ended = await startOneAgent(
      exec({ command: `printf '%s' '${TEXT}'`, shell: "/bin/sh -c", recordTimeout: 1e9, ...rules }, declared("r1")),
    );
    await ended.ended;
    assert.deepEqual(ended.bodies(), RECORDS);
  });

  it("come from each connection of netcat by itself, with an answer for each of their lines", async () => {
    const source = netcat({ bind: "localhost", port: 0, recordTimeout: 50, ...rules }, declared("r1"));
    const agent = await startOneAgent(source);
    const [one, other] = [await connectTo(portOf(agent)), await connectTo(portOf(agent))];
    one.send("#1\n a\n");
    other.send("#2\n b\n");
    one.send(" c\n");
    await eventually(
      "an answer for each line",
      () => one.text() === "OK\n".repeat(3) && other.text() === "OK\n".repeat(2),
    );
    assert.deepEqual([...agent.bodies()].sort(), ["#1\n a\n c", "#2\n b"]);
    one.send("#3\n d\n");
    one.socket.end();
    await eventually("what was there at the end", () => agent.bodies().includes("#3\n d"));
    assert.equal(await one.closed, "OK\n".repeat(5));
    other.socket.destroy();
    await agent.drain();
  });

  it("come from socketText, the last of them when the connection ends", async () => {
    const server = await listenOn();
    const agent = await startOneAgent(
      socketText({ host: "127.0.0.1", port: server.port, recordTimeout: 1e9, ...rules }, declared("r1")),
    );
    const peer = await server.peer(0);
    peer.send(TEXT);
    await eventually("the first records", () => agent.bodies().length === 2);
    peer.socket.end();
    await eventually("the last record", () => agent.bodies().length === 3);
    assert.deepEqual(agent.bodies(), RECORDS);
    await agent.drain();
    await server.close();
  });

  it("are cut where they are too long, and counted", async () => {
    const path = join(tempFolder(), "text");
    writeFileSync(path, TEXT);
    const agent = await startOneAgent(lines({ path, maxRecordLines: 2, ...rules }, declared("r1")));
    await agent.ended;
    assert.deepEqual(agent.bodies(), ["#1\n a", " b", "#2", "#3\n c"]);
    assert.equal(agent.counted("longRecords"), 1);
    assert.match(agent.logs.join("\n"), /WARN .*a record has more lines or bytes than it may/);
  });
});
