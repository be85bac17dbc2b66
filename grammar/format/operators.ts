import type { BinaryExpr, Expr } from "../ast.ts";
import { precedenceOf } from "../precedence.ts";
import { type Doc, line } from "./doc.ts";
import type { Printer } from "./printer.ts";

/** A row of operators that bind alike: its first operand, then each operator with what follows it, on its own line. */
export function operatorRow(node: BinaryExpr, { print }: Printer): Doc[] {
  const level = precedenceOf(node.operator);
  const row: BinaryExpr[] = [];
  let first: Expr = node;
  while (first.kind === "BinaryExpr" && precedenceOf(first.operator) === level) {
    row.unshift(first);
    first = first.left;
  }
  const start = print(first);
  return [start, ...row.map(({ operator, right }) => [line, operator, " ", print(right)])];
}
