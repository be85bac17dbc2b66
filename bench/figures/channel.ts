import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { accessLine } from "../access-lines.ts";
import type { Figure, Row } from "../figure.ts";
import { race, rowsOf } from "../race.ts";
import { type Taken, timeNode } from "../timed-child.ts";
import { buildProgram, bundleWorker } from "../worker.ts";
import { writeLines } from "../write-lines.ts";

const rounds = 5;
const lines = 200_000;
const folder = "bench/tmp/channel";

/** Lines of a file through a `file` channel into nothing, each batch on the disk before it counts: the whole process. */
export const channel: Figure = {
  name: "channel",
  async measure() {
    await mkdir(folder, { recursive: true });
    const log = join(folder, "access.log");
    if (!existsSync(log)) await writeLines(log, lines, accessLine);
    await buildProgram("file-channel");
    const byHand = await bundleWorker("append-and-read");
    return [...(await compare(100, log, byHand)), ...(await compare(1000, log, byHand))];
  },
};

async function compare(batch: number, log: string, byHand: string): Promise<Row[]> {
  const data = join(folder, "data");
  const settings = ["--set", `path=${log}`, "--set", `batch=${batch}`, "--data-dir", data];
  const raced = await race(rounds, {
    ours: async () => {
      await rm(data, { recursive: true, force: true });
      return passedOn(["bench/tmp/file-channel/file-channel.mjs", ...settings], `written=${lines}`);
    },
    baseline: () => passedOn([byHand, log, join(folder, "log"), String(batch)], `passed on ${lines}`),
  });
  return rowsOf(`${lines} lines through a \`file\` channel, ${batch} a batch, the whole process`, raced, {
    least: null,
    wall: (ms) => `${Math.round(lines / ms)}k events/s`,
    cpu: (ms) => `${((1000 * ms) / lines).toFixed(1)} µs an event`,
  });
}

async function passedOn(args: readonly string[], proof: string): Promise<Taken> {
  const taken = await timeNode(args);
  if (!taken.log.includes(proof)) throw new Error(`${args[0]} did not pass on all lines:\n${taken.log}`);
  return taken;
}
