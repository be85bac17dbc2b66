import { interleaved } from "./figure.ts";

/**
 * Times two ways to make something of the same lines, in turn, and prints the medians in ms. `results` is how many things
 * each has to come to; another number is an error.
 */
export async function versus(
  lines: number,
  results: number,
  ways: { readonly ours: () => readonly unknown[]; readonly baseline: () => readonly unknown[] },
  rounds = 101,
): Promise<void> {
  const timed = (make: () => readonly unknown[]) => async (): Promise<number> => {
    const start = performance.now();
    const made = make();
    const took = performance.now() - start;
    if (made.length !== results) throw new Error(`${made.length} results instead of ${results}`);
    return took;
  };
  const contestants = { ours: timed(ways.ours), baseline: timed(ways.baseline) };
  // Unmeasured: the hot paths compile.
  await interleaved(5, contestants);
  console.log(JSON.stringify({ lines, ...(await interleaved(rounds, contestants)) }));
}
