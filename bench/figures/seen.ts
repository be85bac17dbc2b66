import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { openConnection } from "../../cli/inspect/connection.ts";
import { programsIn } from "../../cli/inspect/find-program.ts";
import { Counters } from "../../runtime/engine/counters.ts";
import { Figures } from "../../runtime/engine/figures.ts";
import { Taps } from "../../runtime/engine/taps.ts";
import type { MeteredPart } from "../../runtime/program/metered.ts";
import { prometheusText } from "../../runtime/program/prometheus.ts";
import { seriesOf } from "../../runtime/program/series.ts";
import { ProcessWatch } from "../../runtime/system/process-figures.ts";
import { accessLine } from "../access-lines.ts";
import { buildProgram } from "../build-program.ts";
import { freePort } from "../child.ts";
import { compared, type Figure, median, milliseconds, pairs, type Row } from "../figure.ts";
import { sendLines } from "../line-client.ts";
import { timeNode } from "../timed-child.ts";
import { wordLines } from "../words.ts";
import { writeLines } from "../write-lines.ts";

const ROUNDS = 15;
const FOLDER = "bench/tmp/seen";

/** What it costs that a program can be looked into: by CPU time in user mode, the same program with and without. */
export const seen: Figure = {
  name: "seen",
  async measure() {
    await mkdir(FOLDER, { recursive: true });
    // So many that the start of a process, which loads a server for those who ask, is a small part.
    const [words, accesses] = [`${FOLDER}/words-4m`, `${FOLDER}/accesses-2m`];
    if (!existsSync(words)) await writeLines(words, 4_000_000, wordLines());
    if (!existsSync(accesses)) await writeLines(accesses, 2_000_000, accessLine);
    return [
      await metricsOn("netcat, 3000 MiB of lines", "netcat-discard", async (run) => {
        const port = await freePort();
        return run(["--set", `port=${port}`], sendLines(port, 3000));
      }),
      await metricsOn("word count of a file of 4 million lines", "word-count", (run) =>
        run(["--set", `path=${words}`]),
      ),
      await metricsOn("2 million lines of an access log to JSON", "apache-json", async (run) => {
        await rm(`${FOLDER}/json`, { recursive: true, force: true });
        return run(["--set", `path=${accesses}`, "--set", `to=${FOLDER}/json`]);
      }),
      await tapped(),
      await scraped(),
    ];
  },
};

/** Gives the CPU time in user mode of a program that runs to its end, or is stopped when `fed` is done. */
type Run = (args: readonly string[], fed?: Promise<unknown>) => Promise<number>;

async function metricsOn(what: string, program: string, measure: (run: Run) => Promise<number>): Promise<Row> {
  const [plain, watched] = await Promise.all([
    buildProgram(program, `${FOLDER}/plain`, []),
    buildProgram(program, `${FOLDER}/watched`, ["--metrics"]),
  ]);
  const data = ["--data-dir", `${FOLDER}/data`];
  const run = (program: string, options: readonly string[]): Run => {
    return async (args, fed) => (await timeNode([program, ...args, ...data, ...options], { stopAfter: fed })).user;
  };
  const cpu = await pairs(ROUNDS, {
    ours: () => measure(run(watched, ["--metrics", "0"])),
    baseline: () => measure(run(plain, [])),
  });
  return compared(`metrics on, nobody looking, by user CPU: ${what}`, cpu, 0.97);
}

/** One tap at 10 events a second, on a path as fast as it goes. */
async function tapped(): Promise<Row> {
  const program = await buildProgram("passing", `${FOLDER}/watched`, ["--metrics"]);
  const run = async (isTapped: boolean): Promise<number> => {
    const data = `${FOLDER}/tapped`;
    await rm(data, { recursive: true, force: true });
    const running = timeNode([program, "--data-dir", data, "--tap"]);
    const ended = new AbortController();
    const looking = isTapped ? look(data, ended.signal) : null;
    const { user } = await running;
    ended.abort();
    if (looking !== null && (await looking) === 0) throw new Error("the tap has shown nothing");
    return user;
  };
  const cpu = await pairs(ROUNDS, { ours: () => run(true), baseline: () => run(false) });
  return compared("a tap at 10 events a second on 4 M events, by user CPU", cpu, 0.95);
}

/** Looks until the program ends; how many events it has seen. */
async function look(data: string, ended: AbortSignal): Promise<number> {
  let found = programsIn(data, "passing").at(-1);
  for (; found === undefined; found = programsIn(data, "passing").at(-1)) {
    if (ended.aborted) return 0;
    await sleep(5);
  }
  const connection = await openConnection(found.socket);
  connection.ask({ kind: "tap", id: "passing.mem", rate: 10 });
  let events = 0;
  for await (const answer of connection.answers()) if (answer.kind === "events") events += answer.events.length;
  return events;
}

/** The event loop's time for one scrape. */
async function scraped(): Promise<Row> {
  const counters = new Counters();
  const parts = Array.from({ length: 200 }, (_, n): MeteredPart => {
    const id = `agent.operator${n}`;
    counters.count(id, "in", n);
    return { id, kind: "operator", type: "map", place: `program.flow:${n}:3` };
  });
  const { signal: draining } = new AbortController();
  const metered = {
    agents: [],
    counters,
    figures: new Figures(),
    taps: new Taps(),
    replays: null,
    failed: new Set<string>(),
    stopped: new Set<string>(),
    outOfReach: new Set<string>(),
    draining,
  };
  const watch = new ProcessWatch();
  const took = Array.from({ length: 50 }, () => {
    const start = performance.now();
    prometheusText(seriesOf(metered, parts, watch.read()));
    return performance.now() - start;
  });
  const ms = median(took);
  const ours = milliseconds(ms);
  return { what: "a scrape of 1,000 series", reach: "at most 10 ms", ours, baseline: null, ratio: null, met: ms <= 10 };
}
