/** Blocks below this length are not worth a table of all pairs of bytes. */
const SHORT = 10_000;

/**
 * Where the rotations of `block` begin, in their lexical order: those of a Burrows-Wheeler transform. By prefix doubling
 * on groups that are not in order yet (Larsson and Sadakane, "Faster Suffix Sorting", 1999); ranks are looked up around
 * the end of the block, as rotations are meant instead of suffixes.
 */
export function sortRotations(block: Uint8Array): Int32Array {
  const { length } = block;
  const order = new Int32Array(length);
  // The last place of its group, which all members of a group share.
  const rank = new Int32Array(length);
  const known = length < SHORT ? 1 : 2;
  groupByBytes(block, known, order, rank);
  for (let equal = known; equal < length; equal *= 2) if (!refine(order, rank, equal)) break;
  return order;
}

/** Orders rotations by their first byte, or by two. */
function groupByBytes(block: Uint8Array, count: 1 | 2, order: Int32Array, rank: Int32Array): void {
  const { length } = block;
  const ends = new Int32Array(256 ** count + 1);
  const keyAt = (at: number) => (count === 1 ? block[at]! : (block[at]! << 8) | block[at + 1 === length ? 0 : at + 1]!);
  for (let at = 0; at < length; at++) ends[keyAt(at) + 1]! += 1;
  for (let key = 1; key < ends.length; key++) ends[key]! += ends[key - 1]!;
  const next = ends.slice();
  for (let at = 0; at < length; at++) {
    const key = keyAt(at);
    order[next[key]!++] = at;
    rank[at] = ends[key + 1]! - 1;
  }
}

/** Orders what is ordered by its first `known` bytes by twice as many. Returns whether any group of several is left. */
function refine(order: Int32Array, rank: Int32Array, known: number): boolean {
  const { length } = order;
  const keys = new Int32Array(length);
  let isLeft = false;
  for (let start = 0; start < length; ) {
    const end = rank[order[start]!]! + 1;
    if (end - start > 1) {
      for (let at = start; at < end; at++) {
        const beyond = order[at]! + known;
        keys[at] = rank[beyond < length ? beyond : beyond - length]!;
      }
      sortByKeys(order, keys, start, end);
      // Ranks of this group's members change at once: keys of later groups may then be finer, which only helps.
      for (let last = end; last > start; ) {
        let first = last - 1;
        while (first > start && keys[first - 1] === keys[last - 1]) first -= 1;
        for (let at = first; at < last; at++) rank[order[at]!] = last - 1;
        if (last - first > 1) isLeft = true;
        last = first;
      }
    }
    start = end;
  }
  return isLeft;
}

/** Quicksort in three parts, of both arrays by the second one; short ranges by insertion. */
function sortByKeys(order: Int32Array, keys: Int32Array, from: number, to: number): void {
  let start = from;
  let end = to;
  while (end - start > 12) {
    const pivot = median(keys[start]!, keys[(start + end) >> 1]!, keys[end - 1]!);
    let below = start;
    let above = end;
    for (let at = start; at < above; ) {
      const key = keys[at]!;
      if (key < pivot) swap(order, keys, below++, at++);
      else if (key > pivot) swap(order, keys, at, --above);
      else at += 1;
    }
    // The shorter side by a call, so that calls do not pile up.
    if (below - start < end - above) {
      sortByKeys(order, keys, start, below);
      start = above;
    } else {
      sortByKeys(order, keys, above, end);
      end = below;
    }
  }
  for (let at = start + 1; at < end; at++) {
    for (let to = at; to > start && keys[to - 1]! > keys[to]!; to--) swap(order, keys, to - 1, to);
  }
}

function swap(order: Int32Array, keys: Int32Array, one: number, other: number): void {
  const key = keys[one]!;
  keys[one] = keys[other]!;
  keys[other] = key;
  const at = order[one]!;
  order[one] = order[other]!;
  order[other] = at;
}

function median(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
