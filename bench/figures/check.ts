import { type Figure, milliseconds, type Row } from "../figure.ts";
import { runWorker } from "../worker.ts";

/** What `sluice check` and the editor do after an edit, of one long file and of a program of many. */
export const check: Figure = {
  name: "check",
  async measure() {
    const { ours = Number.NaN } = await runWorker("check");
    const { all, leaf, shared, type, editor } = await runWorker("check-shop");
    return [
      row("`sluice check` of a 1,000-line file, warm, in process", ours, 50),
      row("the same of 50 files with 5,000 lines, warm, all of them parsed again", all, 200),
      row("after an edit in a function of one of them", leaf, 30),
      row("after an edit in a function of one that most import", shared, 30),
      row("after an edit of a type that most use", type, null),
      row("from an edit in the editor to the diagnostics of its open files", editor, null),
    ];
  },
};

function row(what: string, ms = Number.NaN, reach: number | null): Row {
  return {
    what,
    reach: reach === null ? "" : milliseconds(reach),
    ours: milliseconds(ms),
    baseline: null,
    ratio: null,
    met: reach === null || ms <= reach,
  };
}
