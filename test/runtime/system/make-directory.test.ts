import assert from "node:assert/strict";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeDirectory } from "../../../runtime/system/make-directory.ts";
import { tempFolders } from "../../support/temp-folder.ts";

describe("makeDirectory", () => {
  const tempFolder = tempFolders();

  it("makes a directory with those above it, once or again, with its mode", async () => {
    const path = join(tempFolder(), "a/b/c");
    await makeDirectory(path, 0o750);
    await makeDirectory(path, 0o750);
    assert.equal(statSync(path).mode & 0o777, 0o750 & ~process.umask());
  });

  it("is not put off by others that make the same ones", async () => {
    for (let round = 0; round < 50; round++) {
      const folder = tempFolder();
      await Promise.all(["a/b/c/d", "a/b/c/e", "a/b", "a/f"].map((path) => makeDirectory(join(folder, path))));
      assert.ok(existsSync(join(folder, "a/b/c/e")));
    }
  });

  it("rejects where a file stands in the way", async () => {
    const file = join(tempFolder(), "file");
    writeFileSync(file, "");
    await assert.rejects(makeDirectory(join(file, "a/b")), { code: "ENOTDIR" });
  });

  it("comes to an end where the system makes none, as below /proc of Linux", async function () {
    if (!existsSync("/proc/self")) this.skip();
    await assert.rejects(makeDirectory("/proc/sluice/a"), { code: "ENOENT" });
  });
});
