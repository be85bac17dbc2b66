import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Figure, milliseconds } from "../figure.ts";
import { runWorker } from "../worker.ts";

/** Keyed state of a million keys: a batch that touches few of them, what it writes, a restart, and one that asks for all; and more than fits into memory. */
export const state: Figure = {
  name: "state",
  async measure() {
    const measured = await runWorker("state");
    const { batch = Number.NaN, worst = Number.NaN, fewKeys = Number.NaN } = measured;
    const { bytes = Number.NaN, most = Number.NaN, ours = Number.NaN, baseline = Number.NaN } = measured;
    const { restore = Number.NaN, cpu = Number.NaN, first = Number.NaN } = await restart();
    const spilled = await runWorker("spill");
    const perSecond = Math.round((spilled["touched"] ?? Number.NaN) / ((spilled["wall"] ?? Number.NaN) / 1000));
    const kilobytes = (value: number) => `${Math.round(value / 1000)} kB`;
    return [
      {
        what: "`mapWithState`, 1,000,000 keys, 1,000 touched a batch, state on disk",
        reach: "15 ms",
        ours: `${milliseconds(batch)}, at most ${milliseconds(worst)}`,
        baseline: null,
        ratio: null,
        met: batch <= 15,
      },
      {
        what: "the same, against 10,000 keys",
        reach: "within 2x",
        ours: milliseconds(batch),
        baseline: milliseconds(fewKeys),
        ratio: fewKeys / batch,
        met: batch <= 2 * fewKeys,
      },
      {
        what: "bytes that such a batch writes, cleaning included, over 1,000 batches",
        reach: "below 1 MB",
        ours: `${kilobytes(bytes)}, at most ${kilobytes(most)}`,
        baseline: null,
        ratio: null,
        met: most < 1_000_000,
      },
      {
        what: "restore of 1,000,000 keys of 100 B",
        reach: "1.5 s",
        ours: `${milliseconds(restore)}, CPU ${milliseconds(cpu)}; the first batch ${milliseconds(first)}`,
        baseline: null,
        ratio: null,
        met: restore <= 1500,
      },
      {
        what: "`updateStateByKey` of 1,000,000 keys, against a loop over a `Map`",
        reach: "at least 0.6x",
        ours: milliseconds(ours),
        baseline: milliseconds(baseline),
        ratio: baseline / ours,
        met: baseline / ours >= 0.6,
      },
      {
        what: "`mapWithState`, 10,000,000 keys, `--state-memory 512MiB`, 50,000 touched a batch, at random",
        reach: "50,000 updates a second",
        ours: `${perSecond} updates a second, CPU of a batch ${milliseconds(spilled["cpu"] ?? Number.NaN)}; the process has ${Math.round((spilled["resident"] ?? Number.NaN) / 2 ** 20)} MiB`,
        baseline: null,
        ratio: null,
        met: perSecond >= 50_000,
      },
    ];
  },
};

/** In processes of its own, which have nothing else in memory. */
async function restart(): Promise<Readonly<Record<string, number>>> {
  const directory = mkdtempSync(join(tmpdir(), "sluice-bench-restore-"));
  try {
    await runWorker("restore", "fill", directory);
    return await runWorker("restore", "read", directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
