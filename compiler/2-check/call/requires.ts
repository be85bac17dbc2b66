/** What a declaration requires of its options: `requires transactionCapacity <= capacity`. */
import type { CallExpr } from "../../../grammar/ast.ts";
import type { ExternSymbol } from "../../1-resolve/scope.ts";
import type { Operand } from "../../model/checked.ts";
import { messages } from "../../model/messages/messages.ts";
import type { CheckContext, Env } from "../context/context.ts";
import { checkDemand } from "../value/check-demand.ts";
import { conditionOf, operandsOf } from "../value/condition.ts";
import { optionOperand } from "../value/operand.ts";

/** Demands all that the declaration of what `expr` calls requires. */
export function checkRequires(context: CheckContext, expr: CallExpr, { declaration }: ExternSymbol, env: Env): void {
  const { requires, name: component, kind } = declaration;
  if (requires.length === 0) return;
  const byName = new Map<string, Operand | null>();
  const operandOf = (option: string): Operand | null => {
    const found = byName.get(option);
    if (found !== undefined) return found;
    const operand = optionOperand(context, expr, option, env.unit);
    byName.set(option, operand);
    return operand;
  };
  const args = context.calls.get(expr)?.args ?? [];
  for (const { condition: written, text } of requires) {
    const condition = conditionOf(written, operandOf);
    const operands = operandsOf(condition);
    const options = operands.map(({ name }) => name);
    const named = expr.args.find((arg) => arg.name !== null && options.includes(arg.name.text));
    const placed = args.find(({ name, value, spreadField }) => value && spreadField === null && options.includes(name));
    checkDemand(context, env, {
      span: named?.span ?? placed?.value?.span ?? expr.span,
      condition,
      operands,
      ofComponent: kind !== "operator",
      isNow: kind !== "fn",
      fault(shown) {
        const values = operands.map((one) => `\`${one.name}\` is ${shown(one)}${one.isDefault ? " by default" : ""}`);
        return messages.report("FLOW4003", { component, condition: text, values: values.join(", ") });
      },
    });
  }
}
