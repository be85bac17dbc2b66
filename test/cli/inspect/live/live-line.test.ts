import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventually } from "../../../support/eventually.ts";
import { needs } from "../../../support/needs.ts";
import { root, startSluice } from "../../../support/sluice.ts";
import { tempFolders } from "../../../support/temp-folder.ts";

const program = `extern sink slow(): string delivers confirmed batches 1000 from "./slow.ts"

agent a {
  lines("in.txt") -> memory(capacity: 2000, transactionCapacity: 1000) -> slow()
}
`;

/** Says something on standard output now and then. */
const sink = `import type { Sink } from "sluice/runtime";
export function slow(): Sink<string> {
  let writes = 0;
  return {
    batchSize: 1000,
    async open() {},
    async write() {
      writes += 1;
      await new Promise((resolve) => setTimeout(resolve, 30));
      if (writes % 20 === 0) process.stdout.write(\`wrote \${writes}\\n\`);
    },
    async close() {},
  };
}
`;

describe("sluice run in a terminal", function () {
  this.timeout(300_000);
  const folder = tempFolders();

  function written(): string {
    const cwd = folder();
    writeFileSync(join(cwd, "slow.ts"), sink);
    writeFileSync(join(cwd, "in.txt"), `${"x".repeat(99)}\n`.repeat(400_000));
    writeFileSync(join(cwd, "a.flow"), program);
    return cwd;
  }

  it("keeps a line of what is left, which gives way to everything else, and goes with the program", async function () {
    needs(this, "tmux");
    const cwd = written();
    const server = `sluice-live-${process.pid}`;
    const tmux = (...args: string[]) => spawnSync("tmux", ["-L", server, ...args], { cwd, encoding: "utf8" });
    const screen = () => tmux("capture-pane", "-p").stdout;
    const shows = (what: RegExp) => eventually(String(what), () => what.test(screen()), 60_000);
    const run = `'${process.execPath}' '${join(root, "dist/cli/main.js")}' run a.flow`;
    try {
      tmux("new-session", "-d", "-x", "100", "-y", "50", `${run}; echo over; sleep 100`);
      await shows(/^read \d+% of a file \(\d+\.\d MiB\), \d+s to go$/m);
      await shows(/^wrote 80$/m);
      assert.ok((screen().match(/^read \d+%/gm)?.length ?? 0) <= 1);
      tmux("send-keys", "C-c");
      await shows(/^over$/m);
      assert.doesNotMatch(screen(), /^read \d+%/m);
      assert.match(screen(), /^wrote 60$/m);
    } finally {
      tmux("kill-server");
    }
  });

  it("has no such line elsewhere", async () => {
    const cwd = written();
    const running = startSluice(["run", "a.flow"], { cwd });
    // Longer than it takes until a terminal has one.
    await running.sees(/^wrote 100$/m, "stdout");
    await running.stop();
    const { status, stdout, stderr } = await running.ended;
    assert.equal(status, 0, stderr);
    assert.doesNotMatch(`${stdout}${stderr}`, /read \d+%/);
    assert.ok(!`${stdout}${stderr}`.includes("\u001b"));
  });
});
