import { accessLine } from "../access-lines.ts";
import type { Figure, Row } from "../figure.ts";
import { toJson } from "../to-json.ts";
import { buildProgram, runWorker } from "../worker.ts";
import { writeLines } from "../write-lines.ts";

/** A regular expression of eight groups into a typed record, and from a file to one of JSON: against what one writes by hand. */
export const apache: Figure = {
  name: "apache",
  async measure() {
    const whole = await toJson({
      what: "a file of 64 MiB of access log to one of JSON, the whole process",
      program: "apache-json",
      worker: "access-to-json",
      write: (path) => writeLines(path, 800_000, accessLine),
    });
    return [await parse(), ...whole];
  },
};

/** The step alone, of lines in memory. */
async function parse(): Promise<Row> {
  const measured = await runWorker("apache", await buildProgram("apache"));
  const { lines = Number.NaN, ours = Number.NaN, baseline = Number.NaN } = measured;
  const shown = (ms: number) => `${Math.round(lines / ms)}k lines/s`;
  const ratio = baseline / ours;
  return {
    what: "access log: 8 groups of a regular expression into a typed record",
    reach: "at least 0.9x",
    ours: shown(ours),
    baseline: shown(baseline),
    ratio,
    met: ratio >= 0.9,
  };
}
