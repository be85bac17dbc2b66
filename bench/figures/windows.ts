import { type Figure, median, milliseconds, type Row } from "../figure.ts";
import { runWorker } from "../worker.ts";

const LENGTHS = [10, 60, 300] as const;
const ROUNDS = 3;

/** One run of a window: CPU time of a batch in ms, in the middle and at most, and resident bytes. */
interface Run {
  readonly whole: number;
  readonly worst: number;
  readonly memory: number;
}

/**
 * `reduceByKeyAndWindow` of 100,000 keys, each of which comes in each batch, over windows of different lengths. A round has
 * all lengths one after the other, and its lengths are compared with one another: the machine may be slower in the next.
 */
export const windows: Figure = {
  name: "windows",
  async measure() {
    const rows: Row[] = [];
    for (const way of ["plain", "inverse"]) {
      const rounds: Map<number, Run>[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const runs = new Map<number, Run>();
        for (const length of round % 2 === 0 ? LENGTHS : LENGTHS.toReversed()) {
          runs.set(length, (await runWorker("windows", String(length), way)) as unknown as Run);
        }
        rounds.push(runs);
      }
      rows.push(...LENGTHS.map((length) => rowOf(length, way, rounds)));
    }
    return rows;
  },
};

/** Times and memory are the median of the rounds; the worst batch is that of the worst round, in medians of that round. */
function rowOf(length: number, way: string, rounds: readonly ReadonlyMap<number, Run>[]): Row {
  const of = (runs: ReadonlyMap<number, Run>, which: number) => runs.get(which) as Run;
  const middle = (which: number) => median(rounds.map((runs) => of(runs, which).whole));
  const ratio = median(rounds.map((runs) => of(runs, LENGTHS[0]).whole / of(runs, length).whole));
  const worst = Math.max(...rounds.map((runs) => of(runs, length).worst / of(runs, length).whole));
  const memory = median(rounds.map((runs) => of(runs, length).memory));
  const how = way === "plain" ? "without an inverse" : "with an inverse";
  return {
    what: `\`reduceByKeyAndWindow\`, 100,000 pairs a batch of as many keys, a window of ${length} batches, ${how}: CPU time of a batch, saved`,
    reach: "within 1.3x of 10 batches; worst 3x; 1 GB",
    ours: `${milliseconds(middle(length))}, at most ${worst.toFixed(1)}x; ${Math.round(memory / 1e6)} MB`,
    baseline: milliseconds(middle(LENGTHS[0])),
    ratio,
    met: ratio >= 1 / 1.3 && worst <= 3 && memory < 1e9,
  };
}
