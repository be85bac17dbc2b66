import type { Figure } from "../figure.ts";
import { buildProgram, runWorker } from "../worker.ts";

/** A regular expression of eight groups into a typed record, against the best loop that we could write by hand. */
export const apache: Figure = {
  name: "apache",
  async measure() {
    const measured = await runWorker("apache", await buildProgram("apache"));
    const { lines = Number.NaN, ours = Number.NaN, baseline = Number.NaN } = measured;
    const rate = (ms: number) => `${Math.round(lines / ms)}k lines/s`;
    const ratio = baseline / ours;
    return [
      {
        what: "access log: 8 groups of a regular expression into a typed record",
        reach: "at least 0.9x",
        ours: rate(ours),
        baseline: rate(baseline),
        ratio,
        met: ratio >= 0.9,
      },
    ];
  },
};
