import assert from "node:assert/strict";
import { isVersion, versionText } from "../../../stdlib/spooldir/file-version.ts";

describe("the version of a file that spooldir reads", () => {
  const version = (birth: string | null, size = 2n) => ({
    identity: { device: "1", inode: "7", birth },
    size,
    mtimeNs: 1_000n,
  });

  it("is another where inode, size and time are the same and the birth is not", () => {
    assert.equal(isVersion(versionText(version("5")), version("5")), true);
    assert.equal(isVersion(versionText(version("5")), version("6")), false);
    assert.equal(isVersion(versionText(version("5")), version("5", 3n)), false);
  });

  it("is the same where one of them has no birth: a file system without, or a note of before", () => {
    assert.equal(isVersion("1 7 2 1000", version("5")), true);
    assert.equal(isVersion(versionText(version("5")), version(null)), true);
    assert.equal(isVersion("2 7 2 1000", version("5")), false);
  });
});
