import { alignItems } from "./align.ts";
import { type Box, type Columns, type Item, type Line, laneOf, makeColumns } from "./columns.ts";
import { orderColumns } from "./order.ts";
import { type Gaps, type Rows, rowsOf } from "./rows.ts";

/** A point of the drawing, in pixels from its left upper corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line as level runs, each from `x` to `to`; between them it bends. */
export interface Run extends Point {
  readonly to: number;
}

/** The way of a line through the drawing. */
export interface Route {
  readonly runs: readonly Run[];
  /** Left upper corner of its label. */
  readonly label: Point | null;
}

/** Boxes and lines with their places, and how large the drawing is; in pixels. */
export interface Placed {
  readonly width: number;
  readonly height: number;
  /** Left upper corner of each box. */
  readonly at: ReadonlyMap<string, Point>;
  readonly routes: ReadonlyMap<string, Route>;
}

/** Between lines that lead back, which run below everything else of their row. */
const RETURN_LANE = 22;
/** Between lines that lead from one row to the next. */
const BREAK_LANE = 10;
/** How far apart these are where they turn, all together. */
const BREAK_REACH = 8;

/** Lays boxes out from left to right, in rows where that is too wide, and leads every line on a way of its own. */
export function arrange(boxes: readonly Box[], lines: readonly Line[], gaps: Gaps): Placed {
  const made = makeColumns(boxes, lines);
  const columns = orderColumns(made);
  const rows = rowsOf(columns, made, gaps);
  const { lefts, widths, rowOf } = rows;
  const { topOf, breaks, returns, height } = stackRows(columns, made, rows, gaps);
  const fed = new Set(made.links.map((link) => link.to));
  const at = new Map(
    [...made.boxes].map(([id, item]) => {
      const room = (widths[item.column] ?? 0) - item.width;
      const share = gaps.align === "middle" ? 0.5 : fed.has(item) ? 0 : 1;
      return [id, { x: (lefts[item.column] ?? 0) + room * share, y: topOf(item) }] as const;
    }),
  );
  const right = (column: number): number => (lefts[column] ?? 0) + (widths[column] ?? 0);
  const startOf = (line: Line): Run => {
    const item = made.boxes.get(line.from) as Item;
    const { x, y } = at.get(line.from) as Point;
    return { x: x + item.width, y: y + (line.fromY ?? item.height / 2), to: right(item.column) };
  };
  const endOf = (line: Line): Run => {
    const item = made.boxes.get(line.to) as Item;
    const { x, y } = at.get(line.to) as Point;
    return { x: lefts[item.column] ?? 0, y: y + (line.toY ?? item.height / 2), to: x };
  };
  const routes = new Map<string, Route>();
  for (const line of lines) {
    const way = made.ways.get(line.id);
    if (way === undefined) continue;
    const runs: Run[] = [startOf(line)];
    let row = rowOf[made.boxes.get(line.from)?.column ?? 0] ?? 0;
    const reach = (column: number): void => {
      if (rowOf[column] === row) return;
      const turn = breaks[row]?.get(line.id);
      const last = runs.at(-1);
      if (turn !== undefined && last !== undefined) runs.splice(-1, 1, { ...last, to: turn.x }, turn);
      row += 1;
    };
    for (const item of way.items) {
      reach(item.column);
      const y = topOf(item) + laneOf(item, item === way.label);
      runs.push({ x: lefts[item.column] ?? 0, y, to: right(item.column) });
    }
    reach(made.boxes.get(line.to)?.column ?? 0);
    const { label } = way;
    const x = label === null ? 0 : (lefts[label.column] ?? 0) + ((widths[label.column] ?? 0) - label.width) / 2;
    routes.set(line.id, {
      runs: [...runs, endOf(line)],
      label: label === null ? null : { x, y: topOf(label) },
    });
  }
  for (const line of made.loops) {
    const [start, end, y] = [startOf(line), endOf(line), returns.get(line.id) ?? 0];
    const label =
      line.label === null ? null : { x: (start.to + end.x - line.label.width) / 2, y: y - line.label.height - 4 };
    routes.set(line.id, { runs: [start, { x: start.to, y, to: end.x }, end], label });
  }
  return { width: rows.width, height, at, routes };
}

interface Stacked {
  readonly topOf: (item: Item) => number;
  /** Behind each row: the runs of the lines that lead to the next one, by their ids. */
  readonly breaks: readonly ReadonlyMap<string, Run>[];
  /** How high the lines run that lead back. */
  readonly returns: ReadonlyMap<string, number>;
  readonly height: number;
}

/** Places everything from top to bottom: each row, what leads back in it, and what leads on to the next. */
function stackRows(columns: readonly (readonly Item[])[], made: Columns, rows: Rows, gaps: Gaps): Stacked {
  const { rowOf, starts, lefts, widths } = rows;
  const tops = new Map<Item, number>();
  const breaks: Map<string, Run>[] = [];
  const returns = new Map<string, number>();
  let height = 0;
  for (const [row, start] of starts.entries()) {
    const next = starts[row + 1] ?? columns.length;
    const links = made.links.filter(({ from, to }) => rowOf[from.column] === row && rowOf[to.column] === row);
    const aligned = alignItems(columns.slice(start, next), links, gaps.y);
    const top = height;
    for (const [item, y] of aligned) {
      tops.set(item, top + y);
      height = Math.max(height, top + y + item.height);
    }
    for (const line of made.loops) {
      if (rowOf[made.boxes.get(line.from)?.column ?? 0] !== row) continue;
      height += RETURN_LANE + (line.label?.height ?? 0);
      returns.set(line.id, height);
    }
    if (next === columns.length) break;
    const exits = [...made.ways].flatMap(([id, { items }]) => {
      const last = items.find((item) => item.column === next - 1);
      return last === undefined ? [] : [{ id, y: tops.get(last) ?? 0 }];
    });
    // The lowest turns first, so that none crosses another.
    exits.sort((a, b) => b.y - a.y);
    const deepest = Math.max(0, exits.length - 1);
    const step = BREAK_REACH / Math.max(1, deepest);
    const right = (lefts[next - 1] ?? 0) + (widths[next - 1] ?? 0);
    const runs = exits.map(({ id }, lane): [string, Run] => {
      const y = height + gaps.y + lane * BREAK_LANE;
      return [id, { x: right + lane * step, y, to: (lefts[next] ?? 0) - (deepest - lane) * step }];
    });
    breaks.push(new Map(runs));
    height += 2 * gaps.y + deepest * BREAK_LANE;
  }
  return { topOf: (item) => tops.get(item) ?? 0, breaks, returns, height };
}
