import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { files } from "../../stdlib/files/files.ts";
import { start } from "../support/process.ts";
import { firstSeed, sampleSize } from "../support/sample-size.ts";
import { tempFolders } from "../support/temp-folder.ts";
import { contextFor } from "./support/context.ts";
import { declared } from "./support/one-agent.ts";

const child = fileURLToPath(new URL("./support/files-until-killed.ts", import.meta.url));
const kills = sampleSize(5, 250);

/** Of 10 kB each: so many that a kill often falls into the middle of a batch. */
const LINES = 2000;

describe("files whose process is killed", function () {
  this.timeout(60_000 + kills * 20_000);
  const tempFolder = tempFolders();

  it(`has each batch whole or not at all, and each confirmed one once (${kills} kills)`, async () => {
    const folder = tempFolder();
    const [directory, dataDir, toldPath] = [join(folder, "out"), join(folder, "data"), join(folder, "told")];
    let next = 0;
    for (let kill = 0; kill < kills; kill++) {
      const args = ["--import", "tsx", child, directory, dataDir, String(next), String(LINES), toldPath];
      const program = start(process.execPath, args);
      const batches = 1 + ((firstSeed + kill) % 3);
      await program.sees(new RegExp(`^(?:begun .*\n(?:kept .*\n)?){${batches}}`));
      // Nothing tells when half of a batch is there.
      await setTimeout(((firstSeed + kill) * 7) % 50);
      await program.stop("SIGKILL");
      const text = readFileSync(toldPath, "utf8");
      const told = (word: string) =>
        [...text.matchAll(new RegExp(`^${word} (\\d+)\n`, "gm"))].map(([, batch]) => Number(batch));

      // What the next start does, without a batch of its own.
      const sink = files<string>({ directory }, declared("k1"));
      await sink.open(contextFor({ dataDir }));
      await sink.close();

      const kept = told("kept");
      const found = batchesIn(directory);
      for (const batch of kept) assert.ok(found.has(batch), `kill ${kill}: ${batch} was confirmed and is lost`);
      for (const [batch, lines] of found) {
        assert.ok(told("begun").includes(batch), `kill ${kill}: ${batch} was invented`);
        const expected = Array.from({ length: LINES }, (_, line) => `${batch}:${line}:${"x".repeat(10_000)}`);
        assert.ok(lines.join() === expected.join(), `kill ${kill}: of ${batch} there are ${lines.length} lines`);
      }
      next = Math.max(...told("begun")) + 1;
      rmSync(directory, { recursive: true });
    }
  });
});

/** The lines of each batch, in the order of the files. */
function batchesIn(directory: string): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (const name of readdirSync(directory)) {
    const text = readFileSync(join(directory, name), "utf8");
    assert.ok(text.endsWith("\n"), `${name} ends in the middle of a line`);
    for (const line of text.slice(0, -1).split("\n")) {
      const batch = Number.parseInt(line, 10);
      assert.match(line, /^\d+:\d+:x{10000}$/, `${name} has half a line`);
      if (!found.has(batch)) found.set(batch, []);
      found.get(batch)!.push(line);
    }
  }
  return found;
}
