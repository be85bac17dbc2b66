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

/** Compares batch by batch, in `ordered` ones the order, too; a batch that only one side has differs by its elements. */
export function compareBatches(
  wanted: readonly (readonly string[])[],
  found: readonly (readonly string[])[],
  ordered = false,
): readonly Difference[] {
  const length = Math.max(wanted.length, found.length);
  const compare = ordered ? compareRows : compareLists;
  return Array.from({ length }, (_, index) => compare(wanted[index] ?? [], found[index] ?? [], index + 1)).filter(
    (one) => one !== null,
  );
}

/** Compares two lists in their order. Of the same elements in another one all are told, from where the orders part. */
function compareRows(wanted: readonly string[], found: readonly string[], batch: number): Difference | null {
  const unlike = compareLists(wanted, found, batch);
  const parted = wanted.findIndex((one, index) => one !== found[index]);
  if (unlike !== null || parted === -1) return unlike;
  return { batch, missing: wanted.slice(parted), unexpected: found.slice(parted) };
}

/** True where lists differ by their order alone. */
export function differInOrder(differences: readonly Difference[]): boolean {
  return differences.every(({ missing, unexpected }) => compareLists(missing, unexpected) === null);
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
