/** A duration in ms as people write it: `90s`, `2m`. */
export function durationText(value: number): string {
  for (const [unit, ms] of [
    ["d", 86_400_000],
    ["h", 3_600_000],
    ["m", 60_000],
    ["s", 1000],
  ] as const) {
    if (value >= ms && value % ms === 0) return `${value / ms}${unit}`;
  }
  return `${value}ms`;
}
