import assert from "node:assert/strict";
import { Disk } from "../../../../cli/sim/machine/disk.ts";
import { Random } from "../../../../cli/sim/machine/random.ts";

describe("names on a disk", () => {
  const diskWith = (...paths: readonly string[]) => {
    const disk = new Disk(0);
    for (const path of paths) disk.makeDirectory(path, 0, 0o755);
    return disk;
  };

  it("are not found below a directory that was renamed or removed, and are found below one that took its name", () => {
    const disk = diskWith("/a", "/a/b");
    const file = disk.create("/a/b/f", 0, 0o644);
    assert.equal(disk.find("/a/b/f"), file);
    disk.rename("/a", "/c", 0);
    assert.equal(disk.find("/a/b/f"), null);
    assert.equal(disk.find("/c/b/f"), file);
    disk.makeDirectory("/a", 0, 0o755);
    assert.equal(disk.find("/a/b"), null);
    disk.remove("/c/b/f", 0);
    disk.remove("/c/b", 0);
    assert.equal(disk.find("/c/b"), null);
    assert.throws(() => disk.create("/c/b/g", 0, 0o644), { code: "ENOENT" });
  });

  it("are gone after a power failure where no sync has made them safe, and so is all that was below them", () => {
    let gone = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const disk = diskWith("/a");
      disk.syncAll();
      disk.makeDirectory("/a/b", 0, 0o755);
      disk.create("/a/b/f", 0, 0o644);
      assert.notEqual(disk.find("/a/b/f"), null);
      disk.losePower(new Random(seed));
      if (disk.find("/a/b") !== null) continue;
      gone += 1;
      assert.equal(disk.find("/a/b/f"), null);
    }
    assert.ok(gone > 0);
  });
});
