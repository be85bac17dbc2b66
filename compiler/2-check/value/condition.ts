/** Conditions over settings: what is known of them before a program starts, and what is left to ask. */
import type { Expr } from "../../../grammar/ast.ts";
import type { Condition, Operand } from "../../model/checked.ts";
import type { Known } from "../../model/known.ts";
import type { Type } from "../../model/types/type.ts";
import { binary, evaluate } from "./evaluate.ts";

/** A setting as a condition. */
export function setting(operand: Operand): Condition {
  return { kind: "operand", operand };
}

/** A value that is known. */
export function constant(value: Known): Condition {
  return { kind: "constant", value };
}

/** `left operator right`, as `BinaryExpr` has it. */
export function compare(left: Condition, operator: string, right: Condition): Condition {
  return { kind: "binary", operator, left, right };
}

/** The condition that a declaration says, over its options. */
export function conditionOf(expr: Expr, operandOf: (option: string) => Operand | null): Condition {
  const known = evaluate(expr, () => undefined);
  if (known !== undefined) return constant(known);
  switch (expr.kind) {
    case "ParenExpr":
      return conditionOf(expr.value, operandOf);
    case "NameExpr": {
      const operand = operandOf(expr.text);
      return operand === null ? { kind: "opaque" } : setting(operand);
    }
    case "UnaryExpr":
      return { kind: "unary", operator: expr.operator, of: conditionOf(expr.operand, operandOf) };
    case "BinaryExpr":
      return compare(conditionOf(expr.left, operandOf), expr.operator, conditionOf(expr.right, operandOf));
    default:
      return { kind: "opaque" };
  }
}

/** The settings that a condition asks about, each once. */
export function operandsOf(condition: Condition): Operand[] {
  switch (condition.kind) {
    case "operand":
      return [condition.operand];
    case "unary":
      return operandsOf(condition.of);
    case "binary":
      return [...new Set([...operandsOf(condition.left), ...operandsOf(condition.right)])];
    default:
      return [];
  }
}

/** Whether something in it cannot be computed. */
export function isOpaque(condition: Condition): boolean {
  if (condition.kind === "unary") return isOpaque(condition.of);
  if (condition.kind === "binary") return isOpaque(condition.left) || isOpaque(condition.right);
  return condition.kind === "opaque";
}

/** What is left of a condition where `valueFor` says what is known; a constant where that is enough. */
export function simplify(condition: Condition, valueFor: (operand: Operand) => Known | undefined): Condition {
  switch (condition.kind) {
    case "operand": {
      const value = valueFor(condition.operand);
      return value === undefined ? condition : constant(value);
    }
    case "unary": {
      const of = simplify(condition.of, valueFor);
      if (of.kind !== "constant") return { ...condition, of };
      if (condition.operator === "!" && typeof of.value === "boolean") return constant(!of.value);
      if (condition.operator === "-" && typeof of.value === "number") return constant(-of.value);
      return { kind: "opaque" };
    }
    case "binary":
      return combine(condition.operator, simplify(condition.left, valueFor), simplify(condition.right, valueFor));
    default:
      return condition;
  }
}

function combine(operator: string, left: Condition, right: Condition): Condition {
  if (operator === "&&" || operator === "||") {
    const deciding = operator === "||";
    for (const [one, other] of [
      [left, right],
      [right, left],
    ] as const) {
      if (one.kind === "constant") return one.value === deciding ? one : other;
    }
  }
  if (left.kind === "constant" && right.kind === "constant") {
    const value = binary(operator, left.value, right.value);
    return value === undefined ? { kind: "opaque" } : constant(value);
  }
  if ((operator === "==" || operator === "!=") && neverEqual(left, right)) return constant(operator === "!=");
  return compare(left, operator, right);
}

/** Whether the type of one side has no such value as the other one is. */
function neverEqual(left: Condition, right: Condition): boolean {
  const [one, other] = left.kind === "constant" ? [right, left] : [left, right];
  return one.kind === "operand" && other.kind === "constant" && !hasValue(one.operand.type, other.value);
}

function hasValue(type: Type, value: Known): boolean {
  if (type.kind === "nullable") return value === null || hasValue(type.type, value);
  if (type.kind === "error") return true;
  if (value === null) return type.kind === "null";
  if (type.kind === "union") return type.members.some((member) => hasValue(member, value));
  return type.kind !== "literal" || type.value === value;
}
