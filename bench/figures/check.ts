import { type Figure, milliseconds } from "../figure.ts";
import { runWorker } from "../worker.ts";

const reachMs = 50;

/** What `sluice check` and the editor do after an edit. */
export const check: Figure = {
  name: "check",
  async measure() {
    const { ours = Number.NaN } = await runWorker("check");
    return [
      {
        what: "`sluice check` of a 1,000-line file, warm, in process",
        reach: milliseconds(reachMs),
        ours: milliseconds(ours),
        baseline: null,
        ratio: null,
        met: ours <= reachMs,
      },
    ];
  },
};
