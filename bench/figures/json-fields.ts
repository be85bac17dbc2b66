import type { Figure } from "../figure.ts";
import { buildProgram, runWorker } from "../worker.ts";

/** `parseJson<T>` of eight fields of which the program uses two, against JSON.parse on the same lines. */
export const jsonFields: Figure = {
  name: "json-fields",
  async measure() {
    const measured = await runWorker("json-fields", await buildProgram("json-fields"));
    const { lines = Number.NaN, ours = Number.NaN, baseline = Number.NaN } = measured;
    const rate = (ms: number) => `${Math.round(lines / ms)}k lines/s`;
    const ratio = baseline / ours;
    return [
      {
        what: "`parseJson<T>` of 8 flat fields, 2 of them used, against `JSON.parse`",
        reach: "faster than 1x",
        ours: rate(ours),
        baseline: rate(baseline),
        ratio,
        met: ratio > 1,
      },
    ];
  },
};
