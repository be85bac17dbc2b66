import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import type { Figure, Row } from "../figure.ts";
import { measured } from "../measured.ts";
import { perGiB, race, rate, rowsOf } from "../race.ts";
import { type Taken, timeNode } from "../timed-child.ts";
import { wordLines } from "../words.ts";
import { buildProgram, bundleWorker, runWorker } from "../worker.ts";
import { writeLines } from "../write-lines.ts";

const FILE = "bench/tmp/words";
const LINES = 2_000_000;
const ROUNDS = 5;

/** Word count: the loop that the compiler writes, and the whole process, against what one would write or take instead. */
export const wordCount: Figure = {
  name: "word-count",
  async measure() {
    const program = await buildProgram("word-count");
    return [await loop(program), ...(await whole(`bench/tmp/word-count/word-count.mjs`))];
  },
};

/** Of lines in memory, against the best loop that we could write by hand. */
async function loop(program: string): Promise<Row> {
  const { mebibytes = Number.NaN, ours = Number.NaN, baseline = Number.NaN } = await runWorker("word-count", program);
  const shown = rate(mebibytes);
  const ratio = baseline / ours;
  return {
    what: `word count of ${Math.round(mebibytes)} MiB of lines in memory`,
    reach: "at least 0.93x",
    ours: shown(ours),
    baseline: shown(baseline),
    ratio,
    met: ratio >= 0.93,
  };
}

/** Of a file, from the start of the process to its end. */
async function whole(program: string): Promise<Row[]> {
  const next = wordLines();
  if (!existsSync(FILE)) await writeLines(FILE, LINES, next);
  const mebibytes = statSync(FILE).size / 2 ** 20;
  const byHand = await bundleWorker("count-words-file");
  const ours = () => timeNode([program, "--set", `path=${FILE}`, "--data-dir", "bench/tmp/word-count-data"]);
  const options = { wall: rate(mebibytes), cpu: perGiB(mebibytes) };
  const what = `word count of a file of ${Math.round(mebibytes)} MiB, the whole process`;
  const against = async (name: string, least: number, baseline: () => Promise<Taken>): Promise<Row[]> =>
    rowsOf(`${what}, against ${name}`, await race(ROUNDS, { ours, baseline }), { ...options, least });
  const rows = await against("hand-written Node", 0.95, () => timeNode([byHand, FILE]));
  if (spawnSync("mawk", ["-W", "version"]).status !== 0) return rows;
  return [...rows, ...(await against("mawk", 1, mawk))];
}

async function mawk(): Promise<Taken> {
  const script = "{ for (i = 1; i <= NF; i++) counts[$i]++ } END { print length(counts) }";
  const { wallMs, cpuMs, mebibytes } = await measured(["mawk", script, FILE]);
  // It computes, and leaves next to nothing to the system.
  return { wall: wallMs, cpu: cpuMs, user: cpuMs, rss: mebibytes * 2 ** 20, log: "" };
}
