import { groupBy, type Item, type Link } from "./columns.ts";

const SWEEPS = 16;
/** Outweighs all lines: boxes stay where they are. */
const FIXED = 1e6;

/** How strongly a line is pulled straight: most where it only passes through. */
function weightOf({ from, to }: Link): number {
  return (from.box === null ? 3 : 1) * (to.box === null ? 3 : 1);
}

/**
 * Upper edges of all items: in their order, apart by `gap` at least, and so that lines are as straight as that allows.
 * Each column in turn is moved towards its neighbours by least squares.
 */
export function alignItems(
  columns: readonly (readonly Item[])[],
  links: readonly Link[],
  gap: number,
): ReadonlyMap<Item, number> {
  const sides = { before: groupBy(links, (link) => link.to), after: groupBy(links, (link) => link.from) };
  const tops = new Map<Item, number>();
  for (const column of columns) stack(column, gap, tops);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const last = sweep >= SWEEPS - 2;
    for (const column of sweep % 2 === 0 ? columns : columns.toReversed()) {
      const wanted = column.map((item) =>
        wish(item, sides, tops, last ? "both" : sweep % 2 === 0 ? "before" : "after"),
      );
      settle(column, wanted, gap, tops);
    }
  }
  // Lines go on level from where they come, so that each bends as late and as seldom as can be.
  for (const column of columns) {
    const wanted = column.map((item) =>
      item.box === null ? wish(item, sides, tops, "before") : { top: tops.get(item) ?? 0, weight: FIXED },
    );
    settle(column, wanted, gap, tops);
  }
  const least = tops.size === 0 ? 0 : Math.min(...tops.values());
  return new Map([...tops].map(([item, y]) => [item, y - least]));
}

function stack(column: readonly Item[], gap: number, tops: Map<Item, number>): void {
  let y = 0;
  for (const item of column) {
    tops.set(item, y);
    y += item.height + gap;
  }
}

interface Wish {
  readonly top: number;
  readonly weight: number;
}

interface Links {
  readonly before: ReadonlyMap<Item, readonly Link[]>;
  readonly after: ReadonlyMap<Item, readonly Link[]>;
}

/** Where the lines of an item, at one side of it or at both, would like it to be. */
function wish(
  item: Item,
  { before, after }: Links,
  tops: ReadonlyMap<Item, number>,
  side: "before" | "after" | "both",
): Wish {
  let [sum, weight] = [0, 0];
  const pull = (link: Link, top: number): void => {
    sum += top * weightOf(link);
    weight += weightOf(link);
  };
  if (side !== "after") {
    for (const link of before.get(item) ?? []) pull(link, (tops.get(link.from) ?? 0) + link.fromY - link.toY);
  }
  if (side !== "before") {
    for (const link of after.get(item) ?? []) pull(link, (tops.get(link.to) ?? 0) + link.toY - link.fromY);
  }
  return weight === 0 ? { top: tops.get(item) ?? 0, weight: 0.1 } : { top: sum / weight, weight };
}

/** The nearest places to those wanted that keep order and gaps: neighbours that would collide share their mean. */
function settle(column: readonly Item[], wanted: readonly Wish[], gap: number, tops: Map<Item, number>): void {
  const blocks: { items: Item[]; offsets: number[]; sum: number; weight: number }[] = [];
  let offset = 0;
  for (const [index, item] of column.entries()) {
    const { top, weight } = wanted[index] as Wish;
    blocks.push({ items: [item], offsets: [offset], sum: (top - offset) * weight, weight });
    offset += item.height + gap;
    for (
      let last = blocks.at(-1), before = blocks.at(-2);
      last && before;
      last = blocks.at(-1), before = blocks.at(-2)
    ) {
      if (before.sum / before.weight <= last.sum / last.weight) break;
      blocks.splice(-2, 2, {
        items: [...before.items, ...last.items],
        offsets: [...before.offsets, ...last.offsets],
        sum: before.sum + last.sum,
        weight: before.weight + last.weight,
      });
    }
  }
  for (const block of blocks) {
    for (const [index, item] of block.items.entries()) {
      tops.set(item, block.sum / block.weight + (block.offsets[index] ?? 0));
    }
  }
}
