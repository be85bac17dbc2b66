import { type Figure, milliseconds, type Row } from "../figure.ts";
import { runWorker } from "../worker.ts";

const LENGTHS = [10, 60, 300];

/** `reduceByKeyAndWindow` of 100,000 keys, each of which comes in each batch, over windows of different lengths. */
export const windows: Figure = {
  name: "windows",
  async measure() {
    const rows: Row[] = [];
    for (const way of ["plain", "inverse"]) {
      const first = await runWorker("windows", String(LENGTHS[0]), way);
      for (const length of LENGTHS) {
        const measured = length === LENGTHS[0] ? first : await runWorker("windows", String(length), way);
        const { whole = Number.NaN, worst = Number.NaN, memory = Number.NaN } = measured;
        const base = first["whole"] ?? Number.NaN;
        const megabytes = Math.round(memory / 1e6);
        const how = way === "plain" ? "without an inverse" : "with an inverse";
        rows.push({
          what: `\`reduceByKeyAndWindow\`, 100,000 pairs a batch of as many keys, a window of ${length} batches, ${how}: CPU time of a batch, saved`,
          reach: "within 1.3x of 10 batches; worst 3x; 1 GB",
          ours: `${milliseconds(whole)}, at most ${milliseconds(worst)}; ${megabytes} MB`,
          baseline: milliseconds(base),
          ratio: base / whole,
          met: whole <= 1.3 * base && worst <= 3 * whole && memory < 1e9,
        });
      }
    }
    return rows;
  },
};
