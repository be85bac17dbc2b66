import type { Expr } from "../../grammar/ast.ts";
import { constants, evaluate } from "../2-check/value/evaluate.ts";
import type { Unit } from "../model/checked.ts";
import type { PlanContext } from "./context.ts";
import type { ExpressionPlan } from "./plan.ts";

/** An expression of `unit`, as data. */
export function planExpression({ checked, places }: PlanContext, expr: Expr, unit: Unit): ExpressionPlan {
  const { start, end } = expr.span;
  const value = evaluate(expr, constants(checked.symbols));
  const place = places.at(unit, expr.span);
  return { text: unit.text.slice(start, end), ...(value === undefined ? {} : { value }), place };
}
