import type { BinaryExpr, BinaryOperator, Expr, UnaryExpr } from "../../../grammar/ast.ts";
import { isExact } from "../../2-check/value/range.ts";
import type { Type } from "../../model/types/type.ts";
import { innerBlock } from "../block.ts";
import { BINDING, type Code, call, operation, parenthesize, primary } from "../code.ts";
import { braced, type Doc, group, indented, LINE } from "../doc.ts";
import { type At, bare, inBlock, markOf, runtime, stdlib, typeOf } from "../module.ts";
import { infix, logic } from "./infix.ts";
import { reserveVariable } from "./variable.ts";

/** `!a`, `-a` */
export function emitUnary(expr: UnaryExpr, at: At): Code {
  if (expr.operator === "!") return negated(expr.operand, at);
  const operand = at.module.emit(expr.operand, at).whole();
  // An int has one zero: `int` turns the other one, which `-` can give, into it.
  if (typeOf(at, expr).kind === "int" && bare(expr.operand).kind !== "NumberLiteral") {
    return call([markOf(at, expr.span), runtime(at, "int")], [["-", parenthesize(operand, BINDING.postfix)]]);
  }
  const doc = ["-", parenthesize(operand, BINDING.postfix)];
  return { ...operation(doc, BINDING.unary), simple: bare(expr.operand).kind === "NumberLiteral" };
}

/** The opposite of a condition, without a `!` where the comparison can be turned round. */
export function negated(condition: Expr, at: At): Code {
  const inner = bare(condition);
  if (inner.kind === "UnaryExpr" && inner.operator === "!") return at.module.emit(inner.operand, at).whole();
  const opposite = inner.kind === "BinaryExpr" ? oppositeOf(inner, at) : undefined;
  if (inner.kind === "BinaryExpr" && opposite !== undefined)
    return emitBinary({ ...inner, operator: opposite }, at, typeOf(at, condition));
  return operation(["!", parenthesize(at.module.emit(condition, at).whole(), BINDING.unary)], BINDING.unary);
}

/** NaN makes `<` and `>=` both false, so floats have no opposites but of equality. */
function oppositeOf(expr: BinaryExpr, at: At): BinaryOperator | undefined {
  if (expr.operator === "==") return "!=";
  if (expr.operator === "!=") return "==";
  const floats = typeOf(at, expr.left).kind === "float" || typeOf(at, expr.right).kind === "float";
  const opposites: Partial<Record<BinaryOperator, BinaryOperator>> = { "<": ">=", ">=": "<", ">": "<=", "<=": ">" };
  return floats ? undefined : opposites[expr.operator];
}

/** `left operator right`, of `type`; what may leave the range of an int is checked where it is computed. */
export function emitBinary(expr: BinaryExpr, at: At, type: Type = typeOf(at, expr)): Code {
  const { operator } = expr;
  if (operator === "&&" || operator === "||") return emitLogic(expr, at);
  const left = at.module.emit(expr.left, at).whole();
  const right = at.module.emit(expr.right, at).whole();
  if (operator === "==" || operator === "!=") return emitEquality(expr, left, right, at);
  const mark = markOf(at, expr.span);
  const divides = operator === "/" || operator === "div" || operator === "mod";
  if (divides && type.kind === "fallible") {
    const name = operator === "/" ? "divide" : operator === "div" ? "tryDiv" : "tryMod";
    return call([mark, runtime(at, name)], [left.doc, right.doc]);
  }
  if (operator === "div" || operator === "mod") return call([mark, runtime(at, operator)], [left.doc, right.doc]);
  const code = infix(operator, left, right);
  // What stays exact without being asked: comparisons, and floats.
  const checked = isExact(type) && (operator === "+" || operator === "-" || operator === "*");
  if (!checked) return code;
  return call([mark, runtime(at, type.kind === "timestamp" ? "timestamp" : "int")], [code.doc]);
}

/** By value: `===` says that of what is no tuple, array, record, map or bytes. */
function emitEquality(expr: BinaryExpr, left: Code, right: Code, at: At): Code {
  const isNull = bare(expr.left).kind === "NullLiteral" || bare(expr.right).kind === "NullLiteral";
  if (isNull || isPrimitive(typeOf(at, expr.left)) || isPrimitive(typeOf(at, expr.right))) {
    const symbol = expr.operator === "==" ? "===" : "!==";
    const doc = group(
      parenthesize(left, BINDING.equality + 1),
      ` ${symbol}`,
      indented(LINE, parenthesize(right, BINDING.equality + 1)),
    );
    return operation(doc, BINDING.equality);
  }
  const equal = call(stdlib(at, "array/equal", "equal"), [left.doc, right.doc]);
  return expr.operator === "==" ? equal : operation(["!", equal.doc], BINDING.unary);
}

/** True where JavaScript compares by value. */
export function isPrimitive(type: Type): boolean {
  switch (type.kind) {
    case "nullable":
      return isPrimitive(type.type);
    case "array":
    case "tuple":
    case "record":
    case "map":
    case "bytes":
    case "json":
    case "function":
    case "generic":
    case "parameter":
      return false;
    default:
      return true;
  }
}

/** What the right side needs to have done before is done only where the left one asks for the right. */
function emitLogic(expr: BinaryExpr, at: At): Code {
  const left = at.module.emit(expr.left, at).whole();
  const holds = reserveVariable(at, "holds");
  const inner = inBlock(at, innerBlock(at.block));
  const right = at.module.emit(expr.right, inner).whole();
  if (inner.block.statements.length === 0) {
    holds.release();
    return logic(expr.operator === "&&" ? "&&" : "||", left, right);
  }
  // The condition itself: TypeScript narrows by no variable that is assigned.
  const [without, condition]: [string, Doc] =
    expr.operator === "&&" ? ["false", left.doc] : ["true", ["!", parenthesize(left, BINDING.unary)]];
  holds.declare(null, without);
  const { name } = holds;
  at.block.statements.push([
    "if (",
    condition,
    ") ",
    braced([...inner.block.statements, [name, " = ", right.doc, ";"]]),
  ]);
  return primary(name);
}
