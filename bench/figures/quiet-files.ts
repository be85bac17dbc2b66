import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startSluice, stop } from "../child.ts";
import type { Figure } from "../figure.ts";

const files = 2000;
const seconds = 40;

/** What `taildir` costs while nobody writes to the files that it follows. */
export const quietFiles: Figure = {
  name: "quiet-files",
  async measure() {
    const folder = mkdtempSync(join(tmpdir(), "sluice-bench-"));
    for (let file = 0; file < files; file++) writeFileSync(join(folder, `${file}.log`), `line of ${file}\n`);
    const program = ["run", "bench/programs/quiet-files.flow", "--set", `files=${folder}/*.log`];
    const child = startSluice([...program, "--data-dir", join(folder, "data")]);
    try {
      // They are read, and have been quiet for some seconds.
      await sleep(10_000);
      const before = ticksOf(child.pid ?? 0);
      await sleep(seconds * 1000);
      // A tick is a hundredth of a second on every Linux.
      const share = (ticksOf(child.pid ?? 0) - before) / 100 / seconds;
      return [
        {
          what: `\`taildir\`, ${files} quiet files`,
          reach: "below 1 % of a core",
          ours: `${(100 * share).toFixed(2)} %`,
          baseline: null,
          ratio: null,
          met: share < 0.01,
        },
      ];
    } finally {
      await stop(child);
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** CPU that a process has used, in ticks. */
function ticksOf(pid: number): number {
  const [user = "0", system = "0"] = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ")
    .slice(11);
  return Number(user) + Number(system);
}
