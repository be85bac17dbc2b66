import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sluice } from "../../support/sluice.ts";
import { tempFolders } from "../../support/temp-folder.ts";

const EVENTS = 3000;

describe("a large put of which one bit was flipped", () => {
  const folder = tempFolders();

  const program = (sink: string) => `agent a {
  source  r = exec("cat input", batchSize: ${EVENTS}, batchTimeout: 10s)
  channel c = file(minimumRequiredSpace: 0B)

  r -> c -> ${sink}
}
`;

  it("loses the events around it, and delivers the others once and in order", async () => {
    const cwd = folder();
    const lines = Array.from({ length: EVENTS }, (_, index) => `line ${index} of this file`);
    writeFileSync(join(cwd, "input"), `${lines.join("\n")}\n`);
    // Nobody is there, so that everything stays in the channel.
    writeFileSync(join(cwd, "a.flow"), program(`http(url: "http://127.0.0.1:1/")`));
    const first = await sluice(["run", "a.flow", "--drain-timeout", "500ms"], { cwd });
    assert.match(first.stderr, /kept=3000/);

    const channel = join(cwd, ".sluice/channels/a.c");
    const [name = ""] = readdirSync(channel).filter((entry) => entry.endsWith(".log"));
    const bytes = readFileSync(join(channel, name));
    bytes[bytes.indexOf("line 1555 ")]! ^= 1;
    writeFileSync(join(channel, name), bytes);
    const refused = await sluice(["run", "a.flow"], { cwd });
    assert.equal(refused.status, 3, refused.stderr);

    const repaired = await sluice(["data", "repair", ".sluice"], { cwd });
    assert.equal(repaired.status, 0, repaired.stderr);
    const [, from = 0, to = 0] = (/records (\d+) to (\d+)\n/.exec(repaired.stdout) ?? []).map(Number);
    assert.ok(from <= 1555 && to >= 1555 && to - from < 450, repaired.stdout);
    writeFileSync(join(cwd, "input"), "");
    writeFileSync(join(cwd, "a.flow"), program("print()"));
    const { stdout, stderr } = await sluice(["run", "a.flow"], { cwd });
    assert.deepEqual(stdout.trimEnd().split("\n"), [...lines.slice(0, from), ...lines.slice(to + 1)], stderr);
    assert.equal((await sluice(["data", "check", ".sluice"], { cwd })).stdout, "nothing is damaged\n");
  });
});
