/**
 * `npm run bench [-- NAME…]`: measures and writes `bench/RESULTS.md`. Each figure runs ours and a hand-written baseline
 * in turn within one run, since only their ratio says anything on a machine with other work. Figures that were not
 * asked for keep their lines of the last run. `peers` is all that compares whole programs with what people would take
 * instead: `peers-lines`, `peers-json`, …, the agents against Flume's, embedded topics, and files that nobody writes to.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import type { Figure, Row } from "./figure.ts";
import { apache } from "./figures/apache.ts";
import { channel } from "./figures/channel.ts";
import { check } from "./figures/check.ts";
import { editor } from "./figures/editor.ts";
import { flume } from "./figures/flume.ts";
import { hdfs } from "./figures/hdfs.ts";
import { join } from "./figures/join.ts";
import { jsonFields } from "./figures/json-fields.ts";
import { kafka } from "./figures/kafka.ts";
import { memory } from "./figures/memory.ts";
import { netcat } from "./figures/netcat.ts";
import { page } from "./figures/page.ts";
import { quietFiles } from "./figures/quiet-files.ts";
import { record } from "./figures/record.ts";
import { seen } from "./figures/seen.ts";
import { start } from "./figures/start.ts";
import { state } from "./figures/state.ts";
import { topics } from "./figures/topics.ts";
import { windows } from "./figures/windows.ts";
import { wordCount } from "./figures/word-count.ts";
import { peers } from "./peers/peers.ts";

const figures: readonly Figure[] = [
  check,
  editor,
  start,
  wordCount,
  join,
  jsonFields,
  apache,
  netcat,
  channel,
  memory,
  kafka,
  hdfs,
  flume,
  state,
  windows,
  topics,
  quietFiles,
  ...peers,
  seen,
  record,
  page,
];

const results = new URL("RESULTS.md", import.meta.url);

const endToEnd = [...peers, flume, topics, quietFiles].map(({ name }) => name);
const wanted = process.argv.slice(2).flatMap((name) => (name === "peers" ? endToEnd : [name]));
const unknown = wanted.filter((name) => figures.every((figure) => figure.name !== name));
if (unknown.length > 0) {
  console.error(`no figure is called ${unknown.join(", ")}; there are ${figures.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}

const lines = previousLines();
const others = otherSections();
for (const figure of figures) {
  if (wanted.length > 0 && !wanted.includes(figure.name)) continue;
  const rows = await figure.measure();
  lines.set(figure.name, rows.map(tableLine));
  for (const row of rows) console.log(tableLine(row));
}
// Small inputs show that everything runs, and no speed.
if (process.env["SHORT"] !== "1") writeFileSync(results, resultsPage());

function tableLine(row: Row): string {
  const ratio = row.ratio === null ? "" : `${row.ratio.toFixed(2)}x`;
  const met = row.reach === "" ? "" : row.met ? "yes" : "**no**";
  return `| ${[row.what, row.reach, row.ours, row.baseline ?? "", ratio, met].join(" | ")} |`;
}

/** The table's lines of the last run, by figure: each group of lines follows a comment with the figure's name. */
function previousLines(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let text = "";
  try {
    text = readFileSync(results, "utf8");
  } catch {
    return found;
  }
  let current: string[] = [];
  for (const line of text.split("\n")) {
    if (line.startsWith("## ")) break;
    const name = /^<!-- (\S+) -->$/.exec(line)?.[1];
    if (name !== undefined) {
      current = [];
      found.set(name, current);
    } else if (line.startsWith("| ") && !line.startsWith("| what |")) {
      current.push(line);
    }
  }
  return found;
}

function resultsPage(): string {
  const head = ["| what | reach | ours | baseline | ratio | met |", "|---|---|---|---|---|---|"];
  const body = figures.flatMap(({ name }) => {
    const own = lines.get(name);
    return own === undefined ? [] : ["", `<!-- ${name} -->`, "", ...head, ...own];
  });
  return (
    [
      "# Results",
      "",
      "Written by `npm run bench`; `npm run bench -- NAME…` measures some figures again. Each number is the median of",
      "interleaved runs; a ratio is ours against the hand-written baseline of the same run, and above 1 ours is faster. That of",
      "metrics, taps and recordings is the median of the pairs' ratios.",
      "",
      `Node ${process.version} on ${cpus().length} cores (${cpus()[0]?.model ?? "unknown"}).`,
      ...body,
      "",
    ].join("\n") + others
  );
}

/** What other commands have found stands in sections of their own, and stays. */
function otherSections(): string {
  const text = existsSync(results) ? readFileSync(results, "utf8") : "";
  const start = text.indexOf("\n## ");
  return start === -1 ? "" : text.slice(start);
}
