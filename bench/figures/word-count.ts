import type { Figure } from "../figure.ts";
import { buildProgram, runWorker } from "../worker.ts";

/** The loop that the compiler writes for word count, against the best one that we could write by hand. */
export const wordCount: Figure = {
  name: "word-count",
  async measure() {
    const measured = await runWorker("word-count", await buildProgram("word-count"));
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
