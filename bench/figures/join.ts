import { type Figure, milliseconds } from "../figure.ts";
import { buildProgram, runWorker } from "../worker.ts";

/** The join of two streams, against the loop over two maps that one writes by hand. */
export const join: Figure = {
  name: "join",
  async measure() {
    const measured = await runWorker("join", await buildProgram("join"));
    const { lines = Number.NaN, ours = Number.NaN, baseline = Number.NaN } = measured;
    const ratio = baseline / ours;
    return [
      {
        what: `\`join\`, ${lines} elements a batch and side, against a loop over two \`Map\`s`,
        reach: "at least 0.8x",
        ours: milliseconds(ours),
        baseline: milliseconds(baseline),
        ratio,
        met: ratio >= 0.8,
      },
    ];
  },
};
