import type { Row } from "../../../runtime/program/inspect/rows.ts";

/** What rows can be sorted by; `program` is the order in which they stand there. */
export const ORDERS = ["program", "rate", "fill", "behind", "errors"] as const;

/** One of these. */
export type Order = (typeof ORDERS)[number];

const HEAD = ["id", "type", "in/s", "out/s", "fill", "behind", "lag", "errors"];

/** The rows whose id or type has `filter` in it, those first that have most of what they are sorted by. */
export function chosenRows(rows: readonly Row[], order: Order, filter: string): readonly Row[] {
  const wanted = rows.filter(({ id, type }) => id.includes(filter) || type.includes(filter));
  return order === "program" ? wanted : wanted.toSorted((a, b) => weightOf(b, order) - weightOf(a, order));
}

/** The same as lines of a table. */
export function tableOf(rows: readonly Row[], order: Order, filter: string): string[] {
  const cells = chosenRows(rows, order, filter).map(cellsOf);
  const widths = HEAD.map((head, column) => Math.max(head.length, ...cells.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join("  ")
      .trimEnd();
  return [line(HEAD), ...cells.map(line)];
}

function weightOf(row: Row, order: Order): number {
  switch (order) {
    case "rate":
      return Math.max(row.in ?? 0, row.out ?? 0);
    case "fill":
      return row.fill ?? 0;
    case "behind":
      return Math.max(row.behind ?? 0, row.lag ?? 0);
    default:
      return row.errors;
  }
}

function cellsOf(row: Row): string[] {
  const shown = (value: number | null, text: (value: number) => string) => (value === null ? "" : text(value));
  const news = row.newErrors > 0 ? ` (+${amount(row.newErrors)})` : "";
  return [
    printable(row.id),
    printable(row.type === "" ? row.kind : row.type),
    shown(row.in, amount),
    shown(row.out, amount),
    shown(row.fill, (fill) => `${Math.round(fill * 100)}%`),
    shown(row.behind, duration),
    shown(row.lag, amount),
    row.errors === 0 ? "" : `${amount(row.errors)}${news}`,
  ];
}

function amount(value: number): string {
  if (value >= 999_500) return `${(value / 1e6).toFixed(1)} M`;
  if (value >= 9_950) return `${Math.round(value / 1000)} k`;
  return value >= 10 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1);
}

function duration(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  return seconds < 120 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds / 60)} min`;
}

/** Labels come from whoever answers at an address: no control character reaches the terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, "?");
}
