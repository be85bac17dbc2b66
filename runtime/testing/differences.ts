/** What is missing in a batch, and what is too much. Elements are texts, as the language writes them. */
export interface Difference {
  /** Counts from 1; null where there are no batches. */
  readonly batch: number | null;
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
}

/** Compares two lists without regard to order; null when they have the same elements, each as often. */
export function compareLists(
  wanted: readonly string[],
  found: readonly string[],
  batch: number | null = null,
): Difference | null {
  const missing = without(wanted, found);
  const unexpected = without(found, wanted);
  return missing.length + unexpected.length === 0 ? null : { batch, missing, unexpected };
}

/** Compares batch by batch; a batch that only one side has differs by its elements. */
export function compareBatches(
  wanted: readonly (readonly string[])[],
  found: readonly (readonly string[])[],
): readonly Difference[] {
  const length = Math.max(wanted.length, found.length);
  return Array.from({ length }, (_, index) => compareLists(wanted[index] ?? [], found[index] ?? [], index + 1)).filter(
    (one) => one !== null,
  );
}

/** The batch that has most of `wanted`: null when one has it all. */
export function nearestBatch(
  wanted: readonly string[],
  found: readonly (readonly string[])[],
  numbered: boolean,
): Difference | null {
  let nearest: Difference = { batch: null, missing: wanted, unexpected: [] };
  for (const [index, batch] of found.entries()) {
    const missing = without(wanted, batch);
    if (missing.length === 0) return null;
    if (missing.length < nearest.missing.length) {
      nearest = { batch: numbered ? index + 1 : null, missing, unexpected: [] };
    }
  }
  return wanted.length === 0 && found.length > 0 ? null : nearest;
}

/** `list` less one element for each of `taken`. */
function without(list: readonly string[], taken: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const one of taken) counts.set(one, (counts.get(one) ?? 0) + 1);
  return list.filter((one) => {
    const count = counts.get(one) ?? 0;
    if (count > 0) counts.set(one, count - 1);
    return count === 0;
  });
}
