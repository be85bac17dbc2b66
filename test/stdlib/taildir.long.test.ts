import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seeded } from "../compiler/random/choices.ts";
import { firstSeed, sampleSize } from "../support/sample-size.ts";
import { tempFolders } from "../support/temp-folder.ts";
import { History } from "./taildir/history.ts";

describe("taildir, over random histories of its files", () => {
  const tempFolder = tempFolders();
  // Positions are synced to the disk, over and over; in memory that costs nothing.
  const memoryFolder = tempFolders(existsSync("/dev/shm") ? "/dev/shm" : tmpdir());
  const cases = sampleSize(60, 2500);

  it(`reads every line once, and repeats only what a kill makes it repeat (${cases} histories)`, async function () {
    this.timeout(0);
    const logs = tempFolder();
    const data = memoryFolder();
    for (let seed = firstSeed; seed < firstSeed + cases; seed++) {
      const folder = join(logs, String(seed));
      const dataFolder = join(data, String(seed));
      for (const path of [folder, dataFolder]) mkdirSync(path);
      const history = new History(seeded(seed), folder, dataFolder);
      try {
        await history.run();
        assert.deepEqual(openFiles(folder), []);
        for (const path of [folder, dataFolder]) rmSync(path, { recursive: true });
      } catch (error) {
        throw new Error(`SEED=${seed}: ${history.steps.join(", ")}: ${(error as Error).message}`, { cause: error });
      }
    }
  });
});

function openFiles(folder: string): string[] {
  if (!existsSync("/proc/self/fd")) return [];
  return readdirSync("/proc/self/fd").flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)].filter((path) => path.startsWith(folder));
    } catch {
      return [];
    }
  });
}
