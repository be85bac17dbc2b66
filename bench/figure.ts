/** One thing that is measured. Later figures are further files in `figures/`, listed in `main.ts`. */
export interface Figure {
  /** Word by which it can be asked for: `npm run bench -- netcat`. */
  readonly name: string;
  measure(): Promise<readonly Row[]>;
}

/** One line of `RESULTS.md`. */
export interface Row {
  readonly what: string;
  /** What it has to reach, in words: `at least 0.9x`. */
  readonly reach: string;
  /** Ours, with its unit. */
  readonly ours: string;
  /** The hand-written baseline of the same run, null where the reach is absolute. */
  readonly baseline: string | null;
  /** Ours as a multiple of the baseline's speed. */
  readonly ratio: number | null;
  readonly met: boolean;
}

/** Middle value; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return (lower + upper) / 2;
}

/**
 * Runs the contestants in turn, `rounds` times, and gives the median of each one's numbers: what slows the machine
 * down for a while then slows all of them.
 */
export async function interleaved<Name extends string>(
  rounds: number,
  contestants: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Readonly<Record<Name, number>>> {
  const names = Object.keys(contestants) as Name[];
  const measured = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      measured.get(name)?.push(await contestants[name]());
    }
  }
  return Object.fromEntries([...measured].map(([name, values]) => [name, median(values)])) as Record<Name, number>;
}

/** What pairs of runs have given. */
interface Pairs {
  readonly ours: number;
  readonly baseline: number;
  /** Above 1 where ours takes less. */
  readonly ratio: number;
  readonly ratios: readonly number[];
}

/**
 * The medians of `rounds` pairs, and the ratios of each, ascending, with their median: a slow phase of the machine slows both
 * of a pair.
 */
export async function pairs(
  rounds: number,
  { ours, baseline }: { readonly ours: () => Promise<number>; readonly baseline: () => Promise<number> },
): Promise<Pairs> {
  const measured: { ours: number; baseline: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) measured.push({ ours: await ours(), baseline: await baseline() });
    else measured.push({ baseline: await baseline(), ours: await ours() });
  }
  const ratios = measured.map((one) => one.baseline / one.ours).sort((a, b) => a - b);
  return {
    ours: median(measured.map((one) => one.ours)),
    baseline: median(measured.map((one) => one.baseline)),
    ratio: median(ratios),
    ratios,
  };
}

/** The row of what pairs of runs took, in ms, where the ratio is to be at least `least`. */
export function compared(what: string, { ratio, ...cpu }: Pairs, least: number): Row {
  const [ours, baseline] = [milliseconds(cpu.ours), milliseconds(cpu.baseline)];
  return { what, reach: `at least ${least}x`, ours, baseline, ratio, met: ratio >= least };
}

export function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}
