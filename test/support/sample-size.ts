/** True under `npm run test:long`, which tries the whole number of random cases where `npm test` tries a sample. */
export const long = process.env["SLUICE_LONG"] === "1";

/** The first seed to try; `SEED=1000` begins elsewhere. */
export const firstSeed = Number(process.env["SEED"] ?? 1);

/** How many random cases to try: `sample` in `npm test`, `whole` in `npm run test:long`, `CASES=500` wherever it is set. */
export function sampleSize(sample: number, whole: number): number {
  return Number(process.env["CASES"] ?? (long ? whole : sample));
}
