import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { lines } from "../../stdlib/lines/lines.ts";
import { tempFolders } from "../support/temp-folder.ts";
import { declared, type OneAgentOptions, startOneAgent } from "./support/one-agent.ts";

describe("lines", () => {
  const tempFolder = tempFolders();

  async function bodiesOf(contents: string | Buffer, options: { charset?: string; maxLineLength?: number } = {}) {
    const path = join(tempFolder(), "text");
    writeFileSync(path, contents);
    const agent = await startOneAgent(lines({ path, ...options }, declared("r1")));
    assert.equal(await agent.ended, true);
    return agent.bodies();
  }

  it("reads a file from its start and ends with it", async () => {
    assert.deepEqual(await bodiesOf("a\nb\r\n\nlast"), ["a", "b", "", "last"]);
    assert.deepEqual(await bodiesOf("a\n"), ["a"]);
    assert.deepEqual(await bodiesOf(""), []);
  });

  it("delivers every line of a file of many chunks, in order", async () => {
    const all = Array.from({ length: 100_000 }, (_, index) => `line ${index} ž`);
    assert.deepEqual(await bodiesOf(all.join("\n")), all);
  });

  it("reads other encodings and cuts long lines up", async () => {
    assert.deepEqual(await bodiesOf(Buffer.from([0xe8, 0x0a]), { charset: "iso-8859-2" }), ["č"]);
    assert.deepEqual(await bodiesOf("abcdefg\n", { maxLineLength: 3 }), ["abc", "def", "g"]);
  });

  it("goes on where it was after the channel has failed", async () => {
    const path = join(tempFolder(), "text");
    writeFileSync(path, "1\n2\n");
    let failures = 0;
    const onTake: OneAgentOptions<string>["onTake"] = () => {
      if (failures++ === 0) throw new Error("not now");
    };
    const agent = await startOneAgent(lines({ path }, declared("r1")), { onTake });
    await agent.ended;
    assert.deepEqual(agent.bodies(), ["1", "2"]);
  });

  it("stops in the middle when the program drains", async () => {
    const path = join(tempFolder(), "text");
    writeFileSync(path, "x\n".repeat(3_000_000));
    const agent = await startOneAgent(lines({ path }, declared("r1")), { capacity: 100 });
    assert.equal(await agent.drain(), true);
    assert.ok(agent.bodies().length < 3_000_000);
  });

  it("says so when there is no such file, or it is a directory", async () => {
    const folder = tempFolder();
    const missing = startOneAgent(lines({ path: join(folder, "none") }, declared("r1")));
    await assert.rejects(missing, { name: "ComponentError", message: `there is no file ${join(folder, "none")}` });
    const directory = startOneAgent(lines({ path: folder }, declared("r1")));
    await assert.rejects(directory, { message: `${folder} is a directory; a file is needed` });
    const encoding = startOneAgent(lines({ path: folder, charset: "x" }, declared("r1")));
    await assert.rejects(encoding, { message: 'there is no character encoding "x"' });
  });
});
