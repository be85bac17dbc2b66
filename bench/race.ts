import { interleaved, median, type Row } from "./figure.ts";
import type { Taken } from "./timed-child.ts";

/** Medians of what two programs took for the same work. */
export type Raced = Readonly<Record<"ours" | "baseline", Pick<Taken, "wall" | "cpu" | "rss">>>;

/** Runs two programs to their ends, in turn. */
export async function race(
  rounds: number,
  programs: Readonly<Record<keyof Raced, () => Promise<Taken>>>,
): Promise<Raced> {
  const taken: Record<keyof Raced, Taken[]> = { ours: [], baseline: [] };
  const timed = (who: keyof Raced) => async (): Promise<number> => {
    const one = await programs[who]();
    taken[who].push(one);
    return one.wall;
  };
  await interleaved(rounds, { ours: timed("ours"), baseline: timed("baseline") });
  const medians = (all: readonly Taken[]) => ({
    wall: median(all.map(({ wall }) => wall)),
    cpu: median(all.map(({ cpu }) => cpu)),
    rss: median(all.map(({ rss }) => rss)),
  });
  return { ours: medians(taken.ours), baseline: medians(taken.baseline) };
}

/** How a race is shown. */
export interface RaceOptions {
  /** Least ratio, by wall time and by CPU; null for none. */
  readonly least: number | null;
  /** What a wall time in ms is shown as, and a time of the processor. */
  readonly wall: (ms: number) => string;
  readonly cpu: (ms: number) => string;
}

/** A row for the wall time, and one for that of the processor. */
export function rowsOf(what: string, { ours, baseline }: Raced, { least, wall, cpu }: RaceOptions): Row[] {
  const row = (by: string, ratio: number, shown: readonly [string, string]): Row => ({
    what: `${what}, by ${by}`,
    reach: least === null ? "" : `at least ${least}x`,
    ours: shown[0],
    baseline: shown[1],
    ratio,
    met: least === null || ratio >= least,
  });
  const resident = `at most ${Math.round(ours.rss / 2 ** 20)} MiB resident`;
  return [
    row("wall time", baseline.wall / ours.wall, [wall(ours.wall), wall(baseline.wall)]),
    row(`CPU; ${resident}`, baseline.cpu / ours.cpu, [cpu(ours.cpu), cpu(baseline.cpu)]),
  ];
}

/** Shows the time for so many mebibytes as a rate. */
export function rate(mebibytes: number): (ms: number) => string {
  return (ms) => `${Math.round(mebibytes / (ms / 1000))} MiB/s`;
}

/** Shows the time of the processor for so many mebibytes as what a gibibyte costs. */
export function perGiB(mebibytes: number): (ms: number) => string {
  return (ms) => `${((ms / 1000 / mebibytes) * 1024).toFixed(1)} s/GiB`;
}
