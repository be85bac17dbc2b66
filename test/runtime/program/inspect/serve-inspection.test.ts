import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { serveInspection } from "../../../../runtime/program/inspect/serve-inspection.ts";
import { idleProgram } from "../../../support/metered.ts";
import { tempFolders } from "../../../support/temp-folder.ts";
import { testContext } from "../../../support/test-context.ts";

describe("the socket of a program", () => {
  const folder = tempFolders();

  it("takes the place of one that a process of the same number has left, as each start in a container has", async () => {
    const dataDir = folder();
    const run = join(dataDir, "run");
    mkdirSync(run);
    const [left, other] = [`a-${process.pid}`, `b-${process.pid}`].map((name) => join(run, `${name}.sock`)) as [
      string,
      string,
    ];
    writeFileSync(left, "");
    writeFileSync(other, "");
    const inspected = { metered: idleProgram(), parts: [], program: "a", dataDir };
    const end = await serveInspection(inspected, testContext().log);
    assert.match(readFileSync(join(run, `a-${process.pid}.json`), "utf8"), /"program":"a"/);
    assert.ok(existsSync(other), "that of another program may be in use");
    await end();
  });
});
