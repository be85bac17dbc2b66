import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Figure, interleaved } from "../figure.ts";
import { runWorker } from "../worker.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const records = 8_000_000;
const rounds = 3;
const slow = "--import ./bench/baselines/slow-sync.mjs";

/** An embedded topic with eight million records: read by an agent, on a slow disk too, and caught up by a stream. */
export const topics: Figure = {
  name: "topics",
  async measure() {
    const dataDir = mkdtempSync(join(tmpdir(), "sluice-bench-"));
    try {
      await runWorker("topic-fill", dataDir, String(records));
      const took = await interleaved(rounds, {
        read: () => timed("topic-read", dataDir),
        slow: () => timed("topic-read", dataDir, slow),
        count: () => timed("topic-count", dataDir),
      });
      const rate = (ms: number) => records / (ms / 1000);
      const shown = (ms: number) => `${Math.round(rate(ms) / 1000)}k records/s`;
      const load = `load ${loadavg()[0]?.toFixed(1)}`;
      return [
        {
          what: `embedded topic read by an agent with \`memory()\`, ${records} records, start included (${load})`,
          reach: "400k records/s",
          ours: shown(took.read),
          baseline: null,
          ratio: null,
          met: rate(took.read) >= 400_000,
        },
        {
          what: "the same with each fsync 5 ms slower, against that",
          reach: "at least 0.7x",
          ours: shown(took.slow),
          baseline: shown(took.read),
          ratio: took.read / took.slow,
          met: took.read / took.slow >= 0.7,
        },
        {
          what: `a stream that catches up ${records} records, no batch of which is empty`,
          reach: "800k records/s",
          ours: shown(took.count),
          baseline: null,
          ratio: null,
          met: rate(took.count) >= 800_000,
        },
      ];
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
};

/** Runs `bench/programs/NAME.flow` over all of the topic; gives the time from start to end in ms. */
async function timed(name: string, dataDir: string, nodeOptions = ""): Promise<number> {
  rmSync(join(dataDir, "topics/hits/groups"), { recursive: true, force: true });
  const args = ["run", `bench/programs/${name}.flow`, "--data-dir", dataDir, "--until-caught-up"];
  const start = performance.now();
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ["dist/cli/main.js", ...args], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: nodeOptions },
  });
  const took = performance.now() - start;
  const counts = [...stdout.matchAll(/^(\d+)$/gm)].map(([, count]) => Number(count));
  const read = /accepted=(\d+)/.exec(stderr)?.[1] ?? counts.reduce((sum, count) => sum + count, 0);
  if (Number(read) !== records) throw new Error(`${name} has read ${read} of ${records} records`);
  if (counts.includes(0)) throw new Error(`an empty batch: ${counts.join(", ")}`);
  return took;
}
