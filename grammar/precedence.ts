import type { BinaryOperator } from "./ast.ts";

/** Binary operators, loosest first; those of one row are read from the left. */
const PRECEDENCE: readonly (readonly BinaryOperator[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "/", "div", "mod"],
];

const LEVEL_OF: ReadonlyMap<string, number> = new Map(
  PRECEDENCE.flatMap((operators, level) => operators.map((operator): [string, number] => [operator, level])),
);

/** How tightly an operator binds; more is tighter. */
export function precedenceOf(operator: BinaryOperator): number {
  return LEVEL_OF.get(operator) ?? 0;
}
