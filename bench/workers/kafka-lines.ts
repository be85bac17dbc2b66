/** What both contestants write and read, so that they do the same. */

export const records = 200_000;
export const batchSize = 1_000;
export const partitions = 3;

const lines = Array.from(
  { length: records },
  (_, n) => `${n} 192.0.2.${n % 256} GET /${n % 977} 200 ${"x".repeat(70)}`,
);

export const batches: readonly (readonly string[])[] = Array.from({ length: records / batchSize }, (_, n) =>
  lines.slice(n * batchSize, (n + 1) * batchSize),
);

/**
 * Runs `pass` once unmeasured, so that its hot loops are compiled, and once more; prints what that took. `pass` gives
 * its milliseconds.
 */
export async function measure(pass: (round: number) => Promise<number>): Promise<never> {
  await pass(0);
  console.log(JSON.stringify({ ms: await pass(1) }));
  process.exit(0);
}
