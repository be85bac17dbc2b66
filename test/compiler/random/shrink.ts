/**
 * A shorter or simpler sequence of choices for which `fails` still holds: parts are left out, then numbers are made
 * smaller. Stops after `tries` runs, so it is as small as could be found, not as can be.
 */
export async function shrink(
  taken: readonly number[],
  fails: (taken: readonly number[]) => boolean | Promise<boolean>,
  tries: number,
): Promise<readonly number[]> {
  let best = taken;
  let left = tries;
  const attempt = async (candidate: readonly number[]): Promise<boolean> => {
    if (left <= 0) return false;
    left--;
    if (!(await fails(candidate))) return false;
    best = candidate;
    return true;
  };
  for (let size = best.length >> 1; size > 0 && left > 0; size >>= 1) {
    for (let start = 0; start < best.length && left > 0; ) {
      const without = [...best.slice(0, start), ...best.slice(start + size)];
      const simpler = best.map((value, index) => (index >= start && index < start + size ? 0 : value));
      if (await attempt(without)) continue;
      if (simpler.some((value, index) => value !== best[index])) await attempt(simpler);
      start += size;
    }
  }
  return best;
}
