/**
 * Columns of a drawing that is read from left to right, after Sugiyama, Tagawa and Toda (1981). Every box stands right
 * of those that feed it. A line takes a lane of its own through every column that it passes, and its label a place in a
 * column of labels, so that neither ever meets a box.
 */

/** What is drawn as a rectangle, in pixels. */
export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** At the left or right border of the drawing, where lines from outside come in or leave. */
  readonly border?: "left" | "right";
}

/** A line between two boxes, by their ids. */
export interface Line {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Room that its label needs; null for none. */
  readonly label: { readonly width: number; readonly height: number } | null;
  /** Where it leaves `from` and meets `to`, below their upper edge; their middle when absent. */
  readonly fromY?: number;
  readonly toY?: number;
}

/** A box, or the place of a line in a column. */
export interface Item {
  readonly width: number;
  readonly height: number;
  /** Id of the box; null for the place of a line. */
  readonly box: string | null;
  readonly column: number;
}

/** A piece of a line between neighbouring columns; the offsets are below the upper edges of the items. */
export interface Link {
  readonly from: Item;
  readonly fromY: number;
  readonly to: Item;
  readonly toY: number;
}

/** Boxes and lines in columns: each item stands right of those that feed it. */
export interface Columns {
  readonly columns: readonly (readonly Item[])[];
  readonly links: readonly Link[];
  readonly boxes: ReadonlyMap<string, Item>;
  /** The items that a line passes, without its ends; `label` is the one that its label stands in. */
  readonly ways: ReadonlyMap<string, { readonly items: readonly Item[]; readonly label: Item | null }>;
  /** Lines that would lead back to the left. */
  readonly loops: readonly Line[];
}

const LANE = 8;
/** Between a label and the line below it. */
const LABEL_DROP = 5;

/** Gives every box its column and every line its way through the columns. The first and the last are the borders. */
export function makeColumns(boxes: readonly Box[], lines: readonly Line[]): Columns {
  const { kept, loops } = withoutLoops(boxes, lines);
  const inner = boxes.filter((box) => box.border === undefined);
  const layers = layersOf(inner, kept);
  const most = Math.max(-1, ...layers.values());
  const columnOf = ({ id, border }: Box): number => {
    if (border === "left") return 0;
    return border === "right" ? 2 * most + 2 : 2 * (layers.get(id) ?? 0) + 1;
  };
  const columns: Item[][] = Array.from({ length: Math.max(2, 2 * most + 3) }, () => []);
  const add = (item: Item): Item => {
    columns[item.column]?.push(item);
    return item;
  };
  const items = new Map(boxes.map((box) => [box.id, add({ ...box, box: box.id, column: columnOf(box) })] as const));
  const links: Link[] = [];
  const ways = new Map<string, { items: Item[]; label: Item | null }>();
  for (const line of kept) {
    const [from, to] = [items.get(line.from), items.get(line.to)];
    if (from === undefined || to === undefined) continue;
    const way: { items: Item[]; label: Item | null } = { items: [], label: null };
    let at = { item: from, y: line.fromY ?? from.height / 2 };
    const join = (item: Item, y: number): void => {
      links.push({ from: at.item, fromY: at.y, to: item, toY: y });
      at = { item, y };
    };
    for (let column = from.column + 1; column < to.column; column++) {
      const label = column === from.column + 1 ? line.label : null;
      const item = add({
        width: label?.width ?? 0,
        height: label === null ? LANE : label.height + LABEL_DROP,
        box: null,
        column,
      });
      if (label !== null) way.label = item;
      way.items.push(item);
      join(item, laneOf(item, label !== null));
    }
    join(to, line.toY ?? to.height / 2);
    ways.set(line.id, way);
  }
  return { columns, links, boxes: items, ways, loops };
}

/** Where a line passes a place of its own: below the label, where there is one. */
export function laneOf(item: Item, hasLabel: boolean): number {
  return hasLabel ? item.height : item.height / 2;
}

/** The lines without those that lead back to a box from which they can be reached. */
function withoutLoops(boxes: readonly Box[], lines: readonly Line[]) {
  const leaving = groupBy(lines, (line) => line.from);
  const state = new Map<string, "open" | "done">();
  const kept: Line[] = [];
  const loops: Line[] = [];
  const visit = (id: string): void => {
    state.set(id, "open");
    for (const line of leaving.get(id) ?? []) {
      if (state.get(line.to) === "open") {
        loops.push(line);
        continue;
      }
      kept.push(line);
      if (!state.has(line.to)) visit(line.to);
    }
    state.set(id, "done");
  };
  for (const box of boxes) if (!state.has(box.id)) visit(box.id);
  return { kept, loops };
}

/** Each box one layer behind the last of those that feed it; one that nothing feeds, just before the first it feeds. */
function layersOf(boxes: readonly Box[], lines: readonly Line[]): ReadonlyMap<string, number> {
  const known = new Set(boxes.map((box) => box.id));
  const inner = lines.filter((line) => known.has(line.from) && known.has(line.to));
  const [feeding, fed] = [groupBy(inner, (line) => line.to), groupBy(inner, (line) => line.from)];
  const layers = new Map<string, number>();
  const layer = (id: string): number => {
    let found = layers.get(id);
    if (found === undefined) {
      found = Math.max(0, ...(feeding.get(id) ?? []).map((line) => layer(line.from) + 1));
      layers.set(id, found);
    }
    return found;
  };
  for (const box of boxes) layer(box.id);
  for (const { id } of boxes) {
    const next = fed.get(id) ?? [];
    if (feeding.has(id) || next.length === 0) continue;
    layers.set(id, Math.min(...next.map((line) => layer(line.to))) - 1);
  }
  return layers;
}

/** Things by a key, in their order. */
export function groupBy<T, K>(things: readonly T[], keyOf: (thing: T) => K): ReadonlyMap<K, readonly T[]> {
  const found = new Map<K, T[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const same = found.get(key);
    if (same === undefined) found.set(key, [thing]);
    else same.push(thing);
  }
  return found;
}
