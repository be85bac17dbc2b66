/**
 * The candidate that `name` was probably meant to be, or null when none is near enough. One slip in three letters is
 * forgiven, so none in `k1`, which is no misspelt `c1`; a difference in case alone always is.
 */
export function suggest(name: string, candidates: Iterable<string>): string | null {
  const limit = Math.floor(name.length / 3);
  let best: string | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    if (candidate === name || candidate === "") continue;
    // Only a nearer one than the best so far is of interest.
    const distance = slips(name, candidate, Math.min(limit, bestDistance));
    if (distance <= Math.max(limit, CASE_ONLY) && distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** The end of a message that proposes `near`, what `suggest` has found; nothing for null. */
export function didYouMean(near: string | null): string {
  return near === null ? "" : `; did you mean \`${near}\`?`;
}

/** What a difference in case costs, less than any slip. */
const CASE_ONLY = 0.5;

function slips(name: string, candidate: string, limit: number): number {
  if (Math.abs(name.length - candidate.length) > limit) return Number.POSITIVE_INFINITY;
  const [small, other] = [name.toLowerCase(), candidate.toLowerCase()];
  if (small === other) return CASE_ONLY;
  const folded = editDistance(small, other, limit);
  if (small === name && other === candidate) return folded;
  return Math.min(editDistance(name, candidate, limit), folded + CASE_ONLY);
}

/**
 * Damerau-Levenshtein distance in its optimal string alignment form: insertions, deletions, replacements and swaps
 * of neighbours, none of which touches the same place twice. Infinite where it is well above `limit`.
 */
function editDistance(a: string, b: string, limit: number): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, beforePrevious[column - 2]! + 1);
      current.push(cost);
      least = Math.min(least, cost);
    }
    // No row behind this one has less but by a swap, which saves one.
    if (least > limit + 1) return Number.POSITIVE_INFINITY;
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length]!;
}
