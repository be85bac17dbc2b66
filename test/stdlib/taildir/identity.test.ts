import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { readPositions, writePositions } from "../../../stdlib/taildir/position-file.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { FollowedFolder } from "./followed-folder.ts";

/** As the logs of IIS and many CSV files begin: all alike, for longer than what is kept of a file's start. */
const HEADER = `${"#Fields: date time s-ip cs-method cs-uri-stem".padEnd(298, "-")}\n`;

describe("taildir, telling files apart", () => {
  const tempFolder = tempFolders();
  let folder = "";
  let followed: FollowedFolder;

  beforeEach(() => {
    folder = tempFolder();
    mkdirSync(join(folder, "logs"));
    followed = new FollowedFolder(folder, { files: [at("*.csv"), at("*.log")] });
  });

  const at = (name: string) => join(folder, "logs", name);
  const lines = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => `2026-01-01 00:00:${from + index} 10.0.0.1 GET /index.html`);
  const text = (from: number, to: number) => `${HEADER}${lines(from, to).join("\n")}\n`;
  const all = (from: number, to: number) => [HEADER.trimEnd(), ...lines(from, to)];

  /** As on a file system that does not say when a file was made. */
  async function forgetBirths() {
    const positions = await readPositions(followed.positionFile);
    await writePositions(
      followed.positionFile,
      positions.map((one) => ({ ...one, birth: null })),
    );
  }

  for (const withBirth of [true, false]) {
    it(`reads a file from its start that has inode and header of an earlier one, ${withBirth ? "by" : "without"} its time of birth`, async () => {
      writeFileSync(at("day1.csv"), text(1, 3));
      await followed.start();
      await followed.stop();
      if (!withBirth) await forgetBirths();
      const { ino } = statSync(at("day1.csv"));
      rmSync(at("day1.csv"));
      writeFileSync(at("day2.csv"), text(11, 16));
      // Where the file system does not give the inode again, there is nothing to be mistaken about.
      if (statSync(at("day2.csv")).ino !== ino) return;
      await followed.start();
      await followed.stop();
      assert.deepEqual(followed.bodies(), [...all(1, 3), ...all(11, 16)]);
    });
  }

  it("reads a file from its start that was removed and made between two looks", async () => {
    writeFileSync(at("a.csv"), text(1, 3));
    await followed.start();
    // Idle, so that it is not held open, and its inode is free.
    await followed.rest();
    rmSync(at("a.csv"));
    writeFileSync(at("a.csv"), text(11, 16));
    await followed.look();
    await followed.stop();
    assert.deepEqual(followed.bodies(), [...all(1, 3), ...all(11, 16)]);
  });

  it("reads a truncated file from its start that has grown beyond the position, or to just there", async () => {
    writeFileSync(at("a.csv"), text(1, 3));
    await followed.start();
    truncateSync(at("a.csv"));
    appendFileSync(at("a.csv"), text(11, 16));
    await followed.look();
    assert.deepEqual(followed.bodies(), [...all(1, 3), ...all(11, 16)]);
    assert.equal(followed.counts.get("restartedFiles"), 1);
    truncateSync(at("a.csv"));
    appendFileSync(at("a.csv"), text(21, 26));
    await followed.look();
    await followed.stop();
    assert.deepEqual(followed.bodies(), [...all(1, 3), ...all(11, 16), ...all(21, 26)]);
  });

  it("reads on after a rename to a name that does not match, also of one that was idle, and after a restart", async () => {
    writeFileSync(at("a.log"), "1\n");
    await followed.start();
    appendFileSync(at("a.log"), "2\n");
    renameSync(at("a.log"), at("a.log.1"));
    writeFileSync(at("a.log"), "3\n");
    await followed.look();
    assert.deepEqual(followed.bodies(), ["1", "2", "3"]);
    await followed.rest();
    appendFileSync(at("a.log"), "4\n");
    renameSync(at("a.log"), at("a.log.2"));
    writeFileSync(at("a.log"), "5\n");
    await followed.look();
    assert.deepEqual(followed.bodies(), ["1", "2", "3", "4", "5"]);
    await followed.stop();
    appendFileSync(at("a.log"), "6\n");
    renameSync(at("a.log"), at("a.log.3"));
    await followed.start();
    await followed.stop();
    assert.deepEqual(followed.bodies(), ["1", "2", "3", "4", "5", "6"]);
  });

  it("never reads a file that only got the inode of a vanished one", async () => {
    writeFileSync(at("a.log"), "1\n");
    await followed.start();
    await followed.stop();
    await forgetBirths();
    rmSync(at("a.log"));
    writeFileSync(at("secret"), "a password\n");
    await followed.start();
    await followed.look();
    await followed.stop();
    assert.deepEqual(followed.bodies(), ["1"]);
    assert.deepEqual(await readPositions(followed.positionFile), []);
  });

  it("reads a file with two names once", async () => {
    writeFileSync(at("a.log"), "1\n");
    linkSync(at("a.log"), at("b.log"));
    await followed.start();
    appendFileSync(at("b.log"), "2\n");
    await followed.look();
    await followed.stop();
    assert.deepEqual(followed.bodies(), ["1", "2"]);
  });

  it("says that a compressed file is not read", async () => {
    followed = new FollowedFolder(folder, { files: [at("a.log*")] });
    writeFileSync(at("a.log.1"), "1\n");
    await followed.start();
    writeFileSync(at("a.log.1.gz"), gzipSync("1\n"));
    rmSync(at("a.log.1"));
    for (let looks = 0; looks < 3; looks++) await followed.look();
    await followed.stop();
    assert.deepEqual(followed.bodies(), ["1"]);
    assert.equal(followed.counts.get("compressedFiles"), 1);
    assert.match(followed.logs.join("\n"), /WARN .*compressed with gzip and not read.*a\.log\.1\.gz/);
  });

  it("leaves out a file that cannot be read, and reads the others", async function () {
    // Its first bytes are an error to whoever reads them, even to root.
    if (!existsSync("/proc/self/mem")) return this.skip();
    symlinkSync("/proc/self/mem", at("broken.log"));
    writeFileSync(at("a.log"), "1\n");
    await followed.start();
    appendFileSync(at("a.log"), "2\n");
    await followed.look();
    await followed.stop();
    assert.deepEqual(followed.bodies(), ["1", "2"]);
    assert.ok(followed.counts.get("unreadableFiles")! > 0);
    assert.match(followed.logs.join("\n"), /WARN .*cannot read a file: .*broken\.log/);
  });

  it("refuses positions that are not what was written", async () => {
    writeFileSync(at("a.log"), "1\n2\n");
    await followed.start();
    await followed.stop();
    const written = readFileSync(followed.positionFile, "utf8");
    for (const [from, to] of [
      ['"pos":4', '"pos":2'],
      [/"tail":"./, '"tail":"_'],
      [/"check":"[^"]*"/, '"check":""'],
      [/,"check":"[^"]*"/, ""],
      ['"pos":4', '"pos":-4'],
    ] as const) {
      const damaged = written.replace(from, to);
      assert.notEqual(damaged, written);
      writeFileSync(followed.positionFile, damaged);
      await assert.rejects(followed.start(), /the position file .* is damaged .*read from their start/);
    }
    writeFileSync(followed.positionFile, written);
    await followed.start();
    await followed.stop();
    assert.deepEqual(followed.bodies(), ["1", "2"]);
  });

  it("takes over the positions of an earlier version", async () => {
    writeFileSync(at("a.log"), "1\n2\n");
    const head = createHash("sha256").update("1\n").digest("hex").slice(0, 32);
    const { ino } = statSync(at("a.log"), { bigint: true });
    const file = at("a.log");
    writeFileSync(followed.positionFile, `[{"inode":${ino},"pos":2,"file":"${file}","headLength":2,"head":"${head}"}]`);
    await followed.start();
    await followed.stop();
    assert.deepEqual(followed.bodies(), ["2"]);
  });
});
