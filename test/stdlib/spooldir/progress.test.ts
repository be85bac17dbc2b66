import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readProgress, writeProgress } from "../../../stdlib/spooldir/progress.ts";
import { flipsOf } from "../../support/flips.ts";
import { tempFolders } from "../../support/temp-folder.ts";

describe("how far spooldir has come", () => {
  const folder = tempFolders();
  const progress = { name: "a.log", identity: "1 2 3 4", rules: "lines", events: 1234 };

  it("is refused with any bit of it flipped", async () => {
    const path = join(folder(), "progress.json");
    await writeProgress(path, progress);
    assert.deepEqual(await readProgress(path), progress);
    for (const flipped of flipsOf(readFileSync(path))) {
      writeFileSync(path, flipped);
      await assert.rejects(readProgress(path), /progress\.json is damaged/, flipped);
    }
  });

  it("is read where an early version has written it, without a checksum", async () => {
    const path = join(folder(), "progress.json");
    writeFileSync(path, JSON.stringify(progress));
    assert.deepEqual(await readProgress(path), progress);
  });
});
