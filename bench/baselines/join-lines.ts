type Joined = [key: string, pair: [visit: number, length: number]];

/** The join of two batches that we could write by hand: a `Map` for each side, and a loop over the first. */
export function joinLines(visits: readonly string[], orders: readonly string[]): Joined[] {
  const left = new Map<string, number[]>();
  for (const line of visits) {
    const known = left.get(line);
    if (known === undefined) left.set(line, [1]);
    else known.push(1);
  }
  const right = new Map<string, number[]>();
  for (const line of orders) {
    const known = right.get(line);
    if (known === undefined) right.set(line, [line.length]);
    else known.push(line.length);
  }
  const results: Joined[] = [];
  for (const [key, values] of left) {
    const others = right.get(key);
    if (others === undefined) continue;
    for (const value of values) for (const other of others) results.push([key, [value, other]]);
  }
  return results;
}
