import { statSync } from "node:fs";
import { join } from "node:path";
import { measured } from "../../measured.ts";
import { writeLines } from "../../write-lines.ts";
import { benthosFile, findBenthos } from "../benthos.ts";
import { type Contestant, isShort, peerFigure } from "../contest.ts";
import { ifInstalled } from "../installed.ts";
import { SameOutput } from "../same-output.ts";

const RECORDS = isShort ? 20_000 : 600_000;

/** Filters and projects a file of JSON. */
export const json = peerFigure("json", async (folder) => {
  const path = join(folder, "in.jsonl");
  await writeLines(path, RECORDS, (index) => JSON.stringify(recordOf(index)));
  const output = new SameOutput();
  /** `command(out)` writes to `out`, or to its standard output where `toStdout` says so. */
  const contestant = (name: string, command: (out: string) => readonly string[], toStdout = false): Contestant => ({
    name,
    least: name === "hand-written Node" ? 0.8 : 1,
    async run(round) {
      const out = join(folder, `${name} ${round}`);
      const taken = await measured(command(out), toStdout ? out : undefined);
      output.check(name, out);
      return taken;
    },
  });
  const set = (out: string) => ["--set", `path=${path}`, "--set", `folder=${out}`, "--data-dir", `${out}.data`];
  const ours = contestant("ours", (out) => {
    return [process.execPath, "dist/cli/main.js", "run", "bench/programs/json-project.flow", ...set(out)];
  });
  const byHand = contestant("hand-written Node", (out) => [
    process.execPath,
    "bench/baselines/project-json.mjs",
    path,
    out,
  ]);
  const query = "select(.status >= 400) | {user, path}";
  const benthos = await findBenthos();
  const mapping = [
    "let hit = content().parse_json()",
    'root = if $hit.status >= 400 { "{\\"user\\":%s,\\"path\\":%s}".format($hit.user.format_json(no_indent: true), $hit.path.format_json(no_indent: true)) } else { deleted() }',
  ].join("\n");
  const config = (out: string) => ({
    input: { file: { paths: [path], scanner: { lines: {} } } },
    pipeline: { threads: 1, processors: [{ mapping }] },
    output: { file: { path: out, codec: "lines" } },
  });
  return [
    {
      what: `JSON, filtered and projected, ${Math.round(statSync(path).size / 2 ** 20)} MiB`,
      mebibytes: statSync(path).size / 2 ** 20,
      contestants: [
        ours,
        byHand,
        ifInstalled("jq", "jq", () => contestant("jq", () => ["jq", "-c", query, path], true)),
        ifInstalled("Python", "python3", () => {
          return contestant("Python", (out) => ["python3", "bench/baselines/project_json.py", path, out]);
        }),
        "why" in benthos
          ? { name: "Benthos", why: benthos.why }
          : contestant("Benthos", (out) => [benthos.path, "run", benthosFile(`${out}.json`, 0, config(out))]),
      ],
    },
  ];
});

function recordOf(index: number): object {
  return {
    time: 1_767_225_600_000 + index,
    user: `user${(index * 7919) % 5000}`,
    status: [200, 200, 304, 404, 500][index % 5],
    path: `/shop/item/${(index * 31) % 100_000}`,
    bytes: index % 9000,
    agent: "Mozilla/5.0 (X11; Linux x86_64)",
  };
}
