import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { accessLine } from "../access-lines.ts";
import { compared, type Figure, pairs } from "../figure.ts";
import { timeNode } from "../timed-child.ts";
import { writeLines } from "../write-lines.ts";

const ROUNDS = 15;
const FOLDER = "bench/tmp/record";

/** What `sluice run --record` costs: by CPU time in user mode, the same program with and without. */
export const record: Figure = {
  name: "record",
  async measure() {
    await mkdir(FOLDER, { recursive: true });
    // So many that the start, at which a recording notes what the program is, is a small part.
    const path = `${FOLDER}/accesses-2m`;
    if (!existsSync(path)) await writeLines(path, 2_000_000, accessLine);
    const run = async (options: readonly string[]): Promise<number> => {
      for (const made of ["json", "recording"]) await rm(`${FOLDER}/${made}`, { recursive: true, force: true });
      const given = ["--set", `path=${path}`, "--set", `to=${FOLDER}/json`, "--data-dir", `${FOLDER}/data`];
      const program = ["dist/cli/main.js", "run", "bench/programs/apache-json.flow"];
      return (await timeNode([...program, ...given, ...options])).user;
    };
    const cpu = await pairs(ROUNDS, {
      ours: () => run(["--record", `${FOLDER}/recording`]),
      baseline: () => run([]),
    });
    return [compared("2 million lines of an access log to JSON, recorded, by user CPU, start included", cpu, 0.95)];
  },
};
