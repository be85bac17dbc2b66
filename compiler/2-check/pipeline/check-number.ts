import type { Expr } from "../../../grammar/ast.ts";
import type { Reported } from "../../../grammar/message.ts";
import type { Type } from "../../model/types/type.ts";
import type { CheckContext, Env } from "../context/context.ts";
import { checkDemand } from "../value/check-demand.ts";
import { compare, constant, setting } from "../value/condition.ts";
import { operandOf } from "../value/operand.ts";

/** A number in the head of a stream. */
interface HeadNumber {
  /** The word before it. */
  readonly word: string;
  readonly value: Expr;
  readonly type: Type;
  /** What it has to be of 0. */
  readonly least: ">" | ">=";
  fault(): Reported;
}

/** Demands that a number in the head of a stream is greater than 0, or no less than that. */
export function checkNumber(context: CheckContext, env: Env, { word, value, type, least, fault }: HeadNumber): void {
  const operand = operandOf(context, word, value, type, env.unit);
  if (operand === null) return;
  const condition = compare(setting(operand), least, constant(0));
  checkDemand(context, env, { span: value.span, condition, operands: [operand], ofComponent: false, fault });
}
