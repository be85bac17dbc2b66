import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sluice } from "../../support/sluice.ts";
import { tempFolders } from "../../support/temp-folder.ts";

describe("a damaged channel that was repaired", () => {
  const folder = tempFolders();

  const brittle = `import type { Sink } from "sluice/runtime";
export function brittle(_options: object): Sink<string> {
  let left = 10;
  return {
    batchSize: 10,
    async open() {},
    async write() {
      left -= 10;
      if (left < 0) throw new Error("broken");
    },
    async close() {},
  };
}
`;

  const program = (sink: string) => `extern sink brittle(): string delivers confirmed batches 10 from "./brittle.ts"

agent a {
  source  r = lines("input")
  channel c = file(minimumRequiredSpace: 0B, transactionCapacity: 10)

  r -> c -> ${sink}
}
`;

  it("gives every event that is whole and was not delivered to the next run", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "brittle.ts"), brittle);
    writeFileSync(join(cwd, "input"), Array.from({ length: 300 }, (_, index) => `line ${index}\n`).join(""));
    writeFileSync(join(cwd, "a.flow"), program("brittle()"));
    const first = await sluice(["run", "a.flow", "--drain-timeout", "500ms"], { cwd });
    assert.match(first.stderr, /kept=290/);

    const channel = join(cwd, ".sluice/channels/a.c");
    const [name = ""] = readdirSync(channel).filter((entry) => entry.endsWith(".log"));
    const bytes = readFileSync(join(channel, name));
    const at = bytes.indexOf("line 155\n".trim());
    bytes[at] = bytes[at]! ^ 0xff;
    writeFileSync(join(channel, name), bytes);
    const refused = await sluice(["run", "a.flow"], { cwd });
    assert.equal(refused.status, 3);
    assert.match(refused.stderr, new RegExp(`${name} is damaged at byte \\d+.*sluice data repair ${channel}`));

    const { status, stdout, stderr } = await sluice(["data", "repair", ".sluice"], { cwd });
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^\S+\.log: bytes \d+ to \d+ are damaged: records 150 to 159\nrepaired; .*\n$/);
    const [aside = ""] = readdirSync(join(cwd, ".sluice")).filter((entry) => entry.startsWith("damaged-"));
    assert.deepEqual(readFileSync(join(cwd, ".sluice", aside, "channels/a.c", name)), bytes);
    writeFileSync(join(cwd, "input"), "");
    writeFileSync(join(cwd, "a.flow"), program("print()").replace("extern sink", "pub extern sink"));
    const mended = await sluice(["run", "a.flow"], { cwd });
    const expected = Array.from({ length: 300 }, (_, index) => index).filter(
      (index) => index >= 10 && !(index >= 150 && index < 160),
    );
    assert.equal(mended.stdout, expected.map((index) => `line ${index}\n`).join(""), mended.stderr);
  });
});
