import type { BinaryExpr, Expr, UnaryExpr } from "../../../grammar/ast.ts";
import { messages } from "../../model/messages/messages.ts";
import { BOOL, ERROR, FLOAT, fallible, INT, primitive, STRING, widen } from "../../model/types/construct.ts";
import { join } from "../../model/types/join.ts";
import { show } from "../../model/types/show.ts";
import type { Type } from "../../model/types/type.ts";
import { type CheckContext, type Env, report } from "../context/context.ts";
import { constants, evaluate } from "../value/evaluate.ts";
import { expectType } from "../value/expect.ts";
import { isNullFix, reportJsonNull } from "../value/json.ts";
import { jsonHelp } from "../value/json-help.ts";
import { assuming } from "../value/narrow.ts";
import { isExact } from "../value/range.ts";
import { reportUnhandled } from "../value/unhandled.ts";

/** `!a`, `-a` */
export function checkUnary(context: CheckContext, expr: UnaryExpr, env: Env): Type {
  const operand = widen(context.check(expr.operand, null, env));
  if (operand.kind === "error") return operand;
  if (expr.operator === "!") {
    expectType(context, env, { node: expr.operand, found: operand, wanted: BOOL, where: "`!`" });
    return BOOL;
  }
  if (operand.kind === "int" || operand.kind === "float" || operand.kind === "duration") return operand;
  expectType(context, env, { node: expr.operand, found: operand, wanted: FLOAT, where: "`-`" });
  return ERROR;
}

/** Arithmetic, comparison and logic. What overflows or divides by zero is a matter of `int` and `T!`. */
export function checkBinary(context: CheckContext, expr: BinaryExpr, env: Env): Type {
  const { operator } = expr;
  if (operator === "&&" || operator === "||") {
    expectType(context, env, {
      node: expr.left,
      found: context.check(expr.left, BOOL, env),
      wanted: BOOL,
      where: `\`${operator}\``,
    });
    const rightEnv = assuming(context, expr.left, operator === "&&", env);
    expectType(context, env, {
      node: expr.right,
      found: context.check(expr.right, BOOL, rightEnv),
      wanted: BOOL,
      where: `\`${operator}\``,
    });
    return BOOL;
  }
  const equality = operator === "==" || operator === "!=";
  const left = context.check(expr.left, null, env);
  const right = context.check(expr.right, equality ? left : null, env);
  if (left.kind === "error" || right.kind === "error") return equality || isComparison(operator) ? BOOL : ERROR;
  if (equality) {
    if (comparesJsonWithNull(context, expr, left, right, env)) return BOOL;
    if (left.kind === "fallible" || right.kind === "fallible" || join(left, right) === null)
      reportMismatch(context, expr, left, right, env);
    return BOOL;
  }
  const operand = { isOperand: true };
  if (
    reportUnhandled(context, env, expr.left, left, operand) ||
    reportUnhandled(context, env, expr.right, right, operand)
  ) {
    return isComparison(operator) ? BOOL : ERROR;
  }
  const a = baseKind(left);
  const b = baseKind(right);
  if (isComparison(operator)) {
    const ordered = a === b ? ORDERED.has(a) : isNumber(a) && isNumber(b);
    if (!ordered) reportMismatch(context, expr, left, right, env);
    return BOOL;
  }
  const result = arithmetic(operator, a, b);
  if (result === null) {
    reportMismatch(context, expr, left, right, env);
    return ERROR;
  }
  if (isInexact(context, expr, result, env)) return ERROR;
  const divides = operator === "/" || operator === "div" || operator === "mod";
  return divides && !isNonZero(expr.right) ? fallible(result) : result;
}

function comparesJsonWithNull(context: CheckContext, expr: BinaryExpr, left: Type, right: Type, env: Env): boolean {
  const json =
    left.kind === "json" && right.kind === "null"
      ? expr.left
      : right.kind === "json" && left.kind === "null"
        ? expr.right
        : null;
  if (json === null) return false;
  reportJsonNull(context, json, expr.span, [isNullFix(expr, json, expr.operator === "==", env)], env);
  return true;
}

const ORDERED: ReadonlySet<string> = new Set(["int", "float", "string", "timestamp", "duration", "size"]);

function isComparison(operator: string): boolean {
  return operator === "<" || operator === "<=" || operator === ">" || operator === ">=";
}

function isNumber(kind: string): boolean {
  return kind === "int" || kind === "float";
}

/** A union of strings compares and adds as the strings it holds. */
function baseKind(type: Type): string {
  return type.kind === "union" ? widen(type.members[0] ?? ERROR).kind : widen(type).kind;
}

function arithmetic(operator: string, a: string, b: string): Type | null {
  if (a === "string" && b === "string") return operator === "+" ? STRING : null;
  if (isNumber(a) && isNumber(b)) {
    if (operator === "/") return FLOAT;
    if (a === "int" && b === "int") return INT;
    return operator === "div" || operator === "mod" ? null : FLOAT;
  }
  if (a === b && (a === "duration" || a === "size")) {
    if (operator === "+" || operator === "-" || operator === "mod") return primitive(a);
    return operator === "/" ? FLOAT : operator === "div" ? INT : null;
  }
  if (a === "timestamp" && b === "timestamp") return operator === "-" ? primitive("duration") : null;
  if (a === "timestamp" && b === "duration")
    return operator === "+" || operator === "-" ? primitive("timestamp") : null;
  if ((a === "duration" || a === "size") && b === "int")
    return operator === "*" || operator === "div" ? primitive(a) : null;
  if (a === "int" && (b === "duration" || b === "size")) return operator === "*" ? primitive(b) : null;
  return null;
}

/** In ms before and after 1970: the end of JavaScript's calendar. */
const LAST_TIME = 8.64e15;

/** Arithmetic on constants that leaves its range fails at every start: better now. */
function isInexact(context: CheckContext, expr: BinaryExpr, result: Type, env: Env): boolean {
  if (!isExact(result)) return false;
  const value = evaluate(expr, constants(context.symbols));
  const isTime = result.kind === "timestamp";
  if (typeof value !== "number" || (Number.isSafeInteger(value) && !(isTime && Math.abs(value) > LAST_TIME)))
    return false;
  const unit = result.kind === "int" ? "; use a `float`, such as `1e20`" : "";
  const help = isTime
    ? "Timestamps go from the year -271821 to 275760."
    : `It is exact up to 9007199254740991 (2^53 - 1), and what would go beyond fails${unit}.`;
  report(context, env, expr.span, messages.report("FLOW3023", { value, type: show(result), help }));
  return true;
}

/** A literal that is not zero is the only divisor that cannot fail. */
function isNonZero(expr: Expr): boolean {
  switch (expr.kind) {
    case "NumberLiteral":
    case "DurationLiteral":
    case "SizeLiteral":
      return expr.value !== 0;
    case "ParenExpr":
      return isNonZero(expr.value);
    case "UnaryExpr":
      return expr.operator === "-" && isNonZero(expr.operand);
    default:
      return false;
  }
}

function reportMismatch(context: CheckContext, expr: BinaryExpr, left: Type, right: Type, env: Env): void {
  const texts = expr.operator === "+" && (left.kind === "string" || right.kind === "string");
  const help =
    (right.kind === "json" ? jsonHelp(right, left) : jsonHelp(left, right)) ||
    (texts ? "To join texts, write a template: `` `${a}${b}` ``." : "");
  const parameters = { operator: expr.operator, left: show(left), right: show(right), help };
  report(context, env, expr.span, messages.report("FLOW3007", parameters));
}
