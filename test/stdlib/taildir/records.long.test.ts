import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { seeded } from "../../compiler/random/choices.ts";
import { firstSeed, sampleSize } from "../../support/sample-size.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { FollowedFolder } from "./followed-folder.ts";

describe("taildir, random records of several lines", () => {
  const tempFolder = tempFolders();
  const cases = sampleSize(30, 500);

  it(`never loses or cuts a record, whatever it is killed at (${cases} cases)`, async function () {
    this.timeout(0);
    const folder = tempFolder();
    for (let seed = firstSeed; seed < firstSeed + cases; seed++) {
      const { below, chance, pick } = seeded(seed);
      const file = join(folder, `${seed}.log`);
      const data = join(folder, String(seed));
      mkdirSync(data);
      const cri = chance(50);
      const rules = cri ? ({ records: "cri", recordStart: null } as const) : { recordStart: /^#/ };
      const followed = new FollowedFolder(data, { files: [file], batchSize: 2, maxBatchCount: 2, ...rules });
      const records: string[] = [];
      let text = "";
      for (let number = 0; number < 20; number++) {
        const lines = Array.from(
          { length: 1 + below(4) },
          (_, index) => `${index === 0 ? "#" : " "}${number}.${index}`,
        );
        records.push(cri ? `t${number} stdout F ${lines.join("")}` : lines.join("\n"));
        for (const [index, line] of lines.entries()) {
          if (cri && chance(30)) text += `t stderr ${pick(["P", "F"])} x\n`;
          text += cri ? `t${number} stdout ${index === lines.length - 1 ? "F" : "P"} ${line}\n` : `${line}\n`;
        }
      }
      writeFileSync(file, "");
      await followed.start();
      for (let rest = text; rest !== ""; ) {
        const length = Math.min(rest.length, 1 + below(60));
        appendFileSync(file, rest.slice(0, length));
        rest = rest.slice(length);
        if (chance(20)) followed.dieAfter(1 + below(2));
        // What waits for 2 s is delivered as it is.
        await followed.look();
        if (!followed.isDead) followed.dieAfter(Infinity);
        if (!followed.isDead && chance(90)) continue;
        await followed.kill((positions) => writeFileSync(followed.positionFile, positions));
        await followed.start();
      }
      await followed.rest();
      await followed.stop();
      const got = followed.bodies().filter((body) => !body.includes("stderr"));
      assert.deepEqual([...new Set(got)], records, `SEED=${seed}`);
    }
  });
});
