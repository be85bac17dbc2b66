import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pieces } from "../../stdlib/lines/pieces.ts";
import { tempFolders } from "../support/temp-folder.ts";
import { declared, startOneAgent } from "./support/one-agent.ts";

describe("pieces", () => {
  const tempFolder = tempFolders();

  it("reads every byte of a file, so many an event, and ends with it", async () => {
    for (const length of [0, 1, 1000, 1001, 2_500_000]) {
      const path = join(tempFolder(), "bytes");
      const bytes = randomBytes(length);
      writeFileSync(path, bytes);
      const agent = await startOneAgent(pieces({ path, pieceSize: 1000 }, declared("r1")));
      assert.equal(await agent.ended, true);
      const bodies = agent.bodies();
      assert.equal(bodies.length, Math.ceil(length / 1000));
      assert.ok(bodies.slice(0, -1).every((body) => body.length === 1000));
      assert.deepEqual(Buffer.concat(bodies), bytes);
    }
  });

  it("says so when there is no such file", async () => {
    const path = join(tempFolder(), "none");
    await assert.rejects(startOneAgent(pieces({ path }, declared("r1"))), { message: `there is no file ${path}` });
  });
});
