import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { type Figure, median, type Row } from "../figure.ts";
import type { Taken } from "../measured.ts";

/** `SHORT=1` is for a machine that has other work: it shows that everything runs, and says little of speed. */
export const isShort = process.env["SHORT"] === "1";

const ROUNDS = isShort ? 1 : 3;

/** Who does the work, once in each round. */
export interface Contestant {
  readonly name: string;
  /** Least ratio of our speed to its, by wall time; 1 where nothing is said. */
  readonly least?: number;
  /** From the start of the work to its last byte. Throws where what comes out is wrong. */
  run(round: number): Promise<Taken>;
  /** After the last round. Gives what is to be said of it, or null; throws where it has not had everything. */
  end?(): Promise<string | null>;
}

/** A peer that is not there. */
export interface Absent {
  readonly name: string;
  readonly why: string;
}

/** The same work for all: ours is the first. */
export interface Contest {
  /** `JSON, filtered and projected, 77 MiB`. */
  readonly what: string;
  readonly mebibytes: number;
  readonly contestants: readonly [Contestant, ...(Contestant | Absent)[]];
}

/** The figure `peers-NAME`, end to end against what people would take instead. `prepare` is given an empty folder. */
export function peerFigure(name: string, prepare: (folder: string) => Promise<readonly Contest[]>): Figure {
  return {
    name: `peers-${name}`,
    async measure() {
      const folder = mkdtempSync(join(tmpdir(), "sluice-peers-"));
      try {
        const rows: Row[] = [];
        for (const contest of await prepare(folder)) rows.push(...(await hold(contest)));
        return rows;
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

async function hold({ what, mebibytes, contestants }: Contest): Promise<Row[]> {
  const there = contestants.filter((one): one is Contestant => !("why" in one));
  const taken = new Map<string, Taken[]>(there.map(({ name }) => [name, []]));
  const remarks = new Map<string, string>();
  try {
    for (let round = 0; round < ROUNDS; round++) {
      for (const one of round % 2 === 0 ? there : there.toReversed()) taken.get(one.name)?.push(await one.run(round));
    }
  } finally {
    for (const one of there) {
      const remark = (await one.end?.()) ?? null;
      if (remark !== null) remarks.set(one.name, `; ${remark}`);
    }
  }
  const load = `load ${loadavg()[0]?.toFixed(1)}`;
  const [ours, ...others] = contestants;
  const own = mediansOf(taken.get(ours.name) ?? []);
  return others.flatMap((one): Row[] => {
    const title = `${what}, against ${one.name}`;
    if ("why" in one) {
      return [{ what: title, reach: "", ours: `skipped: ${one.why}`, baseline: null, ratio: null, met: true }];
    }
    const theirs = mediansOf(taken.get(one.name) ?? []);
    const { least = 1 } = one;
    const row = (by: string, at: "wallMs" | "cpuMs", reach: number, shown: (of: Taken) => string): Row => {
      const ratio = theirs[at] / own[at];
      const met = ratio >= reach;
      return {
        what: `${title}: ${by}`,
        reach: `at least ${reach}x`,
        ours: shown(own),
        baseline: shown(theirs) + (remarks.get(one.name) ?? ""),
        ratio,
        met,
      };
    };
    const seconds = (ms: number) => (ms / 1000).toFixed(2);
    return [
      row(`wall time, MiB resident (${load})`, "wallMs", least, (of) => {
        const memory = Number.isNaN(of.mebibytes) ? "" : `, ${Math.round(of.mebibytes)} MiB`;
        return `${seconds(of.wallMs)} s${memory}`;
      }),
      row("CPU", "cpuMs", least, (of) => `${(of.cpuMs / 1000 / (mebibytes / 1024)).toFixed(1)} s/GiB`),
    ];
  });
}

function mediansOf(all: readonly Taken[]): Taken {
  const of = (part: keyof Taken) => median(all.map((one) => one[part]));
  return { wallMs: of("wallMs"), cpuMs: of("cpuMs"), mebibytes: of("mebibytes") };
}
