import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { type Figure, median, type Row } from "../figure.ts";
import { measured, type Taken } from "../measured.ts";

const rounds = 3;
const records = 600_000;

interface Contestant {
  readonly name: string;
  /** A program that has to be installed; null for Node. */
  readonly needs: string | null;
  /** Reads `path` and writes `out`: a file, or a folder with one. */
  run(path: string, out: string): Promise<Taken>;
}

const contestants: readonly Contestant[] = [
  {
    name: "ours",
    needs: null,
    run: (path, out) => {
      const set = ["--set", `path=${path}`, "--set", `folder=${out}`, "--data-dir", `${out}.data`];
      return measured([process.execPath, "dist/cli/main.js", "run", "bench/programs/json-project.flow", ...set]);
    },
  },
  {
    name: "hand-written Node",
    needs: null,
    run: (path, out) => measured([process.execPath, "bench/baselines/project-json.mjs", path, out]),
  },
  {
    name: "jq",
    needs: "jq",
    run: (path, out) => measured(["jq", "-c", "select(.status >= 400) | {user, path}", path], out),
  },
  {
    name: "Python",
    needs: "python3",
    run: (path, out) => measured(["python3", "bench/baselines/project_json.py", path, out]),
  },
];

/** Filters and projects a file of JSON, from the start of the process to its end, against what people would take instead. */
export const peers: Figure = {
  name: "peers",
  async measure() {
    const folder = mkdtempSync(join(tmpdir(), "sluice-bench-"));
    try {
      const path = join(folder, "in.jsonl");
      writeFileSync(
        path,
        Array.from({ length: records }, (_, index) => `${JSON.stringify(recordOf(index))}\n`).join(""),
      );
      const gibibytes = statSync(path).size / 2 ** 30;
      const there = contestants.filter(({ needs }) => needs === null || isInstalled(needs));
      const taken = new Map<string, Taken[]>(there.map(({ name }) => [name, []]));
      let expected: string | null = null;
      for (let round = 0; round < rounds; round++) {
        for (const { name, run } of round % 2 === 0 ? there : there.toReversed()) {
          const out = join(folder, `${name} ${round}`);
          taken.get(name)?.push(await run(path, out));
          const written = textOf(out);
          expected ??= written;
          if (written !== expected) throw new Error(`${name} has written something else than the others`);
          rmSync(out, { recursive: true });
        }
      }
      return contestants.slice(1).map((one) => rowOf(one.name, taken, gibibytes));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

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

function isInstalled(program: string): boolean {
  return spawnSync(program, ["--version"]).status === 0;
}

function textOf(out: string): string {
  if (!statSync(out).isDirectory()) return readFileSync(out, "utf8");
  return readdirSync(out, { encoding: "utf8" })
    .sort()
    .map((name) => readFileSync(join(out, name), "utf8"))
    .join("");
}

function rowOf(name: string, taken: ReadonlyMap<string, readonly Taken[]>, gibibytes: number): Row {
  const what = `JSON, filtered and projected, ${Math.round(gibibytes * 1024)} MiB, against ${name}`;
  const theirs = taken.get(name);
  const ours = taken.get("ours") ?? [];
  if (theirs === undefined)
    return { what, reach: "", ours: `skipped: ${name} is not installed`, baseline: null, ratio: null, met: true };
  const of = (all: readonly Taken[], part: keyof Taken) => median(all.map((one) => one[part]));
  const shown = (all: readonly Taken[]) => {
    const cpu = (of(all, "cpuMs") / 1000 / gibibytes).toFixed(1);
    return `${(of(all, "wallMs") / 1000).toFixed(2)} s, CPU ${cpu} s/GiB, ${Math.round(of(all, "mebibytes"))} MiB`;
  };
  const ratio = of(theirs, "wallMs") / of(ours, "wallMs");
  const load = `load ${loadavg()[0]?.toFixed(1)}`;
  return { what: `${what} (${load})`, reach: "", ours: shown(ours), baseline: shown(theirs), ratio, met: true };
}
