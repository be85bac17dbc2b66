import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { accessLine } from "../../access-lines.ts";
import { measured } from "../../measured.ts";
import { buildProgram, bundleWorker } from "../../worker.ts";
import { writeLines } from "../../write-lines.ts";
import { type Contestant, isShort, peerFigure } from "../contest.ts";
import { SameOutput } from "../same-output.ts";

const LINES = isShort ? 20_000 : 800_000;

/** An access log to a file of JSON. */
export const apache = peerFigure("apache", async (folder) => {
  const path = join(folder, "access.log");
  await writeLines(path, LINES, accessLine);
  await buildProgram("apache-json");
  const byHand = await bundleWorker("access-to-json");
  const output = new SameOutput();
  const contestant = (name: string, command: (out: string) => readonly string[], file: string): Contestant => ({
    name,
    async run(round) {
      const out = join(folder, `${name} ${round}`);
      mkdirSync(out);
      const taken = await measured(command(join(out, file)));
      output.check(name, out);
      return taken;
    },
  });
  const program = [
    "bench/tmp/apache-json/apache-json.mjs",
    "--set",
    `path=${path}`,
    "--data-dir",
    join(folder, "data"),
  ];
  return [
    {
      what: `an access log to JSON by Apache's regular expression, ${Math.round(statSync(path).size / 2 ** 20)} MiB`,
      mebibytes: statSync(path).size / 2 ** 20,
      contestants: [
        contestant("ours", (out) => [process.execPath, ...program, "--set", `to=${out}`], ""),
        contestant("hand-written Node", (out) => [process.execPath, byHand, path, out], "all"),
        { name: "Fluent Bit", why: "Debian has no package of it" },
      ],
    },
  ];
});
