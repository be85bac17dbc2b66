import type { IToken } from "chevrotain";
import type { BinaryOperator, Expr } from "../ast.ts";
import { precedenceOf } from "../precedence.ts";
import { cover, elementSpan } from "./cst.ts";

/** Spellings of other languages; `scan` has reported them. */
const FOREIGN: Readonly<Record<string, BinaryOperator>> = { "===": "==", "!==": "!=", "%": "mod" };

/**
 * Gives a flat row of operands and operators its precedence. (Two stacks, after Dijkstra's shunting yard: an operator
 * closes all before it that bind at least as tightly.)
 */
export function joinOperators(operands: readonly Expr[], tokens: readonly IToken[]): Expr {
  const values: Expr[] = [];
  const waiting: IToken[] = [];
  for (const [index, operand] of operands.entries()) {
    values.push(operand);
    const next = tokens[index];
    const level = next === undefined ? -1 : precedenceOf(operatorOf(next));
    for (
      let last = waiting.at(-1);
      last !== undefined && precedenceOf(operatorOf(last)) >= level;
      last = waiting.at(-1)
    ) {
      waiting.pop();
      const right = values.pop() as Expr;
      const left = values.pop() as Expr;
      const operator = operatorOf(last);
      values.push({
        kind: "BinaryExpr",
        span: cover(left, right),
        operator,
        operatorSpan: elementSpan(last),
        left,
        right,
      });
    }
    if (next !== undefined) waiting.push(next);
  }
  return values[0] as Expr;
}

function operatorOf(token: IToken): BinaryOperator {
  return FOREIGN[token.image] ?? (token.image as BinaryOperator);
}
