import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Row } from "./figure.ts";
import { perGiB, race, rate, rowsOf } from "./race.ts";
import { timeNode } from "./timed-child.ts";
import { buildProgram, bundleWorker } from "./worker.ts";

const rounds = 5;

/** From a file to one of JSON: a program, and a worker that does the same by hand. */
export interface ToJson {
  readonly what: string;
  /** Name in `programs/`; it has the params `path` and `to`. */
  readonly program: string;
  /** Name in `workers/`; it is given the paths of both files. */
  readonly worker: string;
  /** Writes the file that both read. */
  readonly write: (path: string) => Promise<void>;
}

/** Measures the whole processes, from start to last byte, and holds what they wrote against each other. */
export async function toJson({ what, program, worker, write }: ToJson): Promise<Row[]> {
  const folder = join("bench/tmp", `${program}-files`);
  await mkdir(folder, { recursive: true });
  const input = join(folder, "input");
  if (!existsSync(input)) await write(input);
  await buildProgram(program);
  const byHand = await bundleWorker(worker);
  const emptied = async (who: string): Promise<string> => {
    await rm(join(folder, who), { recursive: true, force: true });
    await mkdir(join(folder, who));
    return join(folder, who);
  };
  const ours = [`bench/tmp/${program}/${program}.mjs`, "--set", `path=${input}`, "--data-dir", `${folder}/data`];
  const raced = await race(rounds, {
    ours: async () => timeNode([...ours, "--set", `to=${await emptied("ours")}`]),
    baseline: async () => timeNode([byHand, input, join(await emptied("baseline"), "all")]),
  });
  if (!(await written(join(folder, "ours"))).equals(await written(join(folder, "baseline")))) {
    throw new Error(`${program} and ${worker} wrote different JSON`);
  }
  const mebibytes = (await stat(input)).size / 2 ** 20;
  return rowsOf(what, raced, { least: 1, wall: rate(mebibytes), cpu: perGiB(mebibytes) });
}

async function written(folder: string): Promise<Buffer> {
  const names = (await readdir(folder)).sort();
  return Buffer.concat(await Promise.all(names.map((name) => readFile(join(folder, name)))));
}
