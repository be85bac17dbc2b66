import { alignItems } from "./align.ts";
import { type Box, type Item, type Line, laneOf, makeColumns } from "./columns.ts";
import { orderColumns } from "./order.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line as level runs, each from `x` to `to`; between them it bends. */
export interface Run extends Point {
  readonly to: number;
}

export interface Route {
  readonly runs: readonly Run[];
  /** Left upper corner of its label. */
  readonly label: Point | null;
}

export interface Placed {
  readonly width: number;
  readonly height: number;
  /** Left upper corner of each box. */
  readonly at: ReadonlyMap<string, Point>;
  readonly routes: ReadonlyMap<string, Route>;
}

export interface Gaps {
  /** Between a box and the labels beside it. */
  readonly x: number;
  /** Between what stands below each other. */
  readonly y: number;
  /** Between the borders and what is inside. */
  readonly border: number;
  /** Boxes narrower than their column: in its middle, or near those that feed them, else near those that they feed. */
  readonly align: "middle" | "near";
}

/** Between lines that lead back, which run below everything else. */
const RETURN_LANE = 22;

/** Lays boxes out from left to right and leads every line on a way of its own. */
export function layOut(boxes: readonly Box[], lines: readonly Line[], gaps: Gaps): Placed {
  const made = makeColumns(boxes, lines);
  const columns = orderColumns(made);
  const tops = alignItems(columns, made.links, gaps.y);
  const { lefts, widths, total } = xOf(columns, gaps);
  const topOf = (item: Item): number => tops.get(item) ?? 0;
  const fed = new Set(made.links.map((link) => link.to));
  const at = new Map(
    [...made.boxes].map(([id, item]) => {
      const room = (widths[item.column] ?? 0) - item.width;
      const share = gaps.align === "middle" ? 0.5 : fed.has(item) ? 0 : 1;
      return [id, { x: (lefts[item.column] ?? 0) + room * share, y: topOf(item) }] as const;
    }),
  );
  const height = Math.max(0, ...[...tops].map(([item, y]) => y + item.height));
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
  const right = (column: number): number => (lefts[column] ?? 0) + (widths[column] ?? 0);
  const routes = new Map<string, Route>();
  for (const line of lines) {
    const way = made.ways.get(line.id);
    if (way === undefined) continue;
    const between = way.items.map((item): Run => {
      const y = topOf(item) + laneOf(item, item === way.label);
      return { x: lefts[item.column] ?? 0, y, to: right(item.column) };
    });
    const { label } = way;
    const x = label === null ? 0 : (lefts[label.column] ?? 0) + ((widths[label.column] ?? 0) - label.width) / 2;
    routes.set(line.id, {
      runs: [startOf(line), ...between, endOf(line)],
      label: label === null ? null : { x, y: topOf(label) },
    });
  }
  let below = height;
  for (const line of made.loops) {
    const [start, end] = [startOf(line), endOf(line)];
    below += RETURN_LANE + (line.label?.height ?? 0);
    const back = { x: start.to, y: below, to: end.x };
    const label =
      line.label === null ? null : { x: (start.to + end.x - line.label.width) / 2, y: below - line.label.height - 4 };
    routes.set(line.id, { runs: [start, back, end], label });
  }
  return { width: total, height: below, at, routes };
}

/** Left edges and widths of the columns. */
function xOf(columns: readonly (readonly Item[])[], gaps: Gaps) {
  const widths = columns.map((column) => Math.max(0, ...column.map((item) => item.width)));
  const lefts: number[] = [];
  let x = 0;
  for (const [index, width] of widths.entries()) {
    lefts.push(x);
    const isBorder = index === 0 || index >= widths.length - 2;
    x += width + (isBorder ? gaps.border : gaps.x);
  }
  return { lefts, widths, total: x - gaps.border };
}
