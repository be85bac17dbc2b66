import { type Columns, groupBy, type Item, type Link } from "./columns.ts";

const SWEEPS = 8;

/**
 * The columns with their items ordered so that few lines cross: sweeps forth and back sort each column by the middle of
 * the neighbours where the sweep comes from (the barycentre heuristic), and the best order seen is kept.
 */
export function orderColumns({ columns, links }: Columns): readonly (readonly Item[])[] {
  const before = groupBy(links, (link) => link.to);
  const after = groupBy(links, (link) => link.from);
  let current = columns.map((column) => [...column]);
  let best = { columns: current, crossings: crossings(current, links) };
  for (let sweep = 0; sweep < SWEEPS && best.crossings > 0; sweep++) {
    const forth = sweep % 2 === 0;
    const sides = forth ? before : after;
    const place = placesOf(current);
    const middle = (item: Item): number => {
      const places = (sides.get(item) ?? []).map((link) => place.get(forth ? link.from : link.to) ?? 0);
      return places.length === 0 ? (place.get(item) ?? 0) : places.reduce((sum, one) => sum + one, 0) / places.length;
    };
    const sorted: Item[][] = [];
    for (const column of forth ? current : current.toReversed()) {
      const result = column.toSorted((a, b) => middle(a) - middle(b));
      result.forEach((item, index) => {
        place.set(item, (index + 0.5) / result.length);
      });
      sorted.push(result);
    }
    current = forth ? sorted : sorted.toReversed();
    const found = crossings(current, links);
    if (found < best.crossings) best = { columns: current, crossings: found };
  }
  return best.columns;
}

/** How many pairs of links cross. */
function crossings(columns: readonly (readonly Item[])[], links: readonly Link[]): number {
  const place = placesOf(columns);
  const at = (item: Item, y: number): number => (place.get(item) ?? 0) + y / 1e6;
  let found = 0;
  for (const between of groupBy(links, (link) => link.from.column).values()) {
    const ends = between.map((link) => [at(link.from, link.fromY), at(link.to, link.toY)] as const);
    for (const [index, [left, right]] of ends.entries()) {
      for (let other = index + 1; other < ends.length; other++) {
        const [otherLeft, otherRight] = ends[other] as readonly [number, number];
        if ((left - otherLeft) * (right - otherRight) < 0) found += 1;
      }
    }
  }
  return found;
}

/** Between 0 at the top of a column and 1 at its bottom. */
function placesOf(columns: readonly (readonly Item[])[]): Map<Item, number> {
  return new Map(
    columns.flatMap((column) => column.map((item, index) => [item, (index + 0.5) / column.length] as const)),
  );
}
