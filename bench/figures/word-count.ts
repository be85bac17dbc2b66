import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Figure } from "../figure.ts";
import { runWorker } from "../worker.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const out = "bench/tmp/word-count";

/** The loop that the compiler writes for word count, against the best one that we could write by hand. */
export const wordCount: Figure = {
  name: "word-count",
  async measure() {
    const build = ["dist/cli/main.js", "build", "bench/programs/word-count.flow", "-o", out];
    await promisify(execFile)(process.execPath, build, { cwd: root });
    const measured = await runWorker("word-count", `./word-count/word-count.mjs`);
    const { mebibytes = Number.NaN, ours = Number.NaN, baseline = Number.NaN } = measured;
    const rate = (ms: number) => `${Math.round(mebibytes / (ms / 1000))} MiB/s`;
    const ratio = baseline / ours;
    return [
      {
        what: `word count of ${Math.round(mebibytes)} MiB of lines in memory`,
        reach: "at least 0.9x",
        ours: rate(ours),
        baseline: rate(baseline),
        ratio,
        met: ratio >= 0.9,
      },
    ];
  },
};
