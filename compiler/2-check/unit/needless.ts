/** `else` and `try` around what cannot go wrong. */
import type { ElseExpr, TryExpr } from "../../../grammar/ast.ts";
import type { Unit } from "../../model/checked.ts";
import { messages } from "../../model/messages/messages.ts";
import { ERROR } from "../../model/types/construct.ts";
import { join } from "../../model/types/join.ts";
import { show } from "../../model/types/show.ts";
import { type CheckContext, report } from "../context/context.ts";
import { reportJsonNull } from "../value/json.ts";
import { canLeaveRange } from "../value/range.ts";

/**
 * Reports each `else` and `try` whose value cannot fail, is never null and cannot leave its range; and where it can, an
 * `else` with a value of another type.
 */
export function checkNeedless(context: CheckContext, units: readonly Unit[]): void {
  for (const unit of units) {
    for (const expr of context.doubted.get(unit) ?? []) {
      if (!canLeaveRange(expr.value, context)) reportNeedless(context, expr, unit);
      else if (expr.kind === "ElseExpr") checkInstead(context, expr, unit);
    }
  }
}

function checkInstead(context: CheckContext, { value, handler }: ElseExpr, unit: Unit): void {
  if (handler.kind !== "ElseValue") return;
  const left = context.types.get(value) ?? ERROR;
  const right = context.types.get(handler.value) ?? ERROR;
  if (join(left, right) !== null) return;
  const parameters = { left: show(left), right: show(right) };
  report(context, { unit }, handler.value.span, messages.report("FLOW3018", parameters));
}

function reportNeedless(context: CheckContext, expr: ElseExpr | TryExpr, unit: Unit): void {
  if (expr.kind === "ElseExpr" && context.types.get(expr.value)?.kind === "json") {
    reportJsonNull(context, expr.value, expr.handler.span, [], { unit });
    return;
  }
  const word = expr.kind === "ElseExpr" ? "else" : "try";
  const span =
    expr.kind === "ElseExpr" ? expr.handler.span : { start: expr.span.start, end: expr.span.start + word.length };
  const rest =
    expr.kind === "ElseExpr"
      ? { start: expr.value.span.end, end: expr.span.end }
      : { start: expr.span.start, end: expr.value.span.start };
  const fix = { title: `Remove the \`${word}\``, edits: [{ span: rest, text: "" }], safe: true };
  const found = show(context.types.get(expr.value) ?? ERROR);
  report(context, { unit }, span, messages.report("FLOW3008", { found, word }), { fixes: [fix] });
}
