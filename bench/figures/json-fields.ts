import type { Figure, Row } from "../figure.ts";
import { requestLine } from "../request-lines.ts";
import { toJson } from "../to-json.ts";
import { buildProgram, runWorker } from "../worker.ts";
import { writeLines } from "../write-lines.ts";

/** `parseJson<T>` of eight fields of which the program uses some, against JSON.parse on the same lines. */
export const jsonFields: Figure = {
  name: "json-fields",
  async measure() {
    const whole = await toJson({
      what: "a file of JSON filtered (2 of 5 lines) and projected (4 of 8 fields), the whole process",
      program: "json-filter",
      worker: "requests-to-json",
      write: (path) => writeLines(path, 500_000, requestLine),
    });
    return [await parse(), ...whole];
  },
};

/** The step alone, of lines in memory. */
async function parse(): Promise<Row> {
  const measured = await runWorker("json-fields", await buildProgram("json-fields"));
  const { lines = Number.NaN, ours = Number.NaN, baseline = Number.NaN } = measured;
  const shown = (ms: number) => `${Math.round(lines / ms)}k lines/s`;
  const ratio = baseline / ours;
  return {
    what: "`parseJson<T>` of 8 flat fields, 2 of them used, against `JSON.parse`",
    reach: "faster than 1x",
    ours: shown(ours),
    baseline: shown(baseline),
    ratio,
    met: ratio > 1,
  };
}
