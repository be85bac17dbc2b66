import type { Columns, Item } from "./columns.ts";

/** How much space is left between things, in pixels. */
export interface Gaps {
  /** Between a box and the labels beside it. */
  readonly x: number;
  /** Between what stands below each other. */
  readonly y: number;
  /** Between the borders and what is inside. */
  readonly border: number;
  /** What is wider than this is broken into rows, where it can be. */
  readonly width: number;
  /** Boxes narrower than their column: in its middle, or near those that feed them, else near those that they feed. */
  readonly align: "middle" | "near";
}

/** Where the columns of a drawing stand: side by side, and in rows below each other where that would be too wide. */
export interface Rows {
  /** By column: its left edge, its width, and the row that it stands in. */
  readonly lefts: readonly number[];
  readonly widths: readonly number[];
  readonly rowOf: readonly number[];
  /** The first column of each row. */
  readonly starts: readonly number[];
  readonly width: number;
}

/**
 * Breaks columns into rows as a text breaks into lines: each row takes what has room. A row begins with a column of boxes,
 * so that labels stand before the break. No row ends within a line that leads back, which runs below its own row.
 */
export function rowsOf(columns: readonly (readonly Item[])[], made: Columns, gaps: Gaps): Rows {
  const widths = columns.map((column) => Math.max(0, ...column.map((item) => item.width)));
  const lefts: number[] = [];
  const rowOf: number[] = [];
  const starts = [0];
  const [lastBoxes, rightBorder] = [columns.length - 2, columns.length - 1];
  const columnOf = (box: string): number => made.boxes.get(box)?.column ?? 0;
  const mayBegin = (column: number): boolean =>
    column % 2 === 1 &&
    column > 1 &&
    made.loops.every(({ from, to }) => columnOf(to) >= column || columnOf(from) < column);
  let x = 0;
  let total = 0;
  for (const [column, width] of widths.entries()) {
    const label = column < lastBoxes ? gaps.x + (widths[column + 1] ?? 0) : 0;
    if (mayBegin(column) && x + width + label + gaps.border > gaps.width) {
      starts.push(column);
      x = gaps.border;
    }
    lefts.push(x);
    rowOf.push(starts.length - 1);
    x += width;
    total = Math.max(total, column === 0 || column === rightBorder ? x : x + gaps.border);
    x += column === 0 || column >= lastBoxes ? gaps.border : gaps.x;
  }
  return { lefts, widths, rowOf, starts, width: total };
}
