import type { ElseExpr, ElseHandler, Expr, Span, TryExpr } from "../../../grammar/ast.ts";
import { canLeaveRange } from "../../2-check/value/range.ts";
import { fallible } from "../../model/types/construct.ts";
import { innerBlock } from "../block.ts";
import { asValue, atom, BINDING, bodyOf, type Code, call, operation, parenthesize, type Value } from "../code.ts";
import { braced, type Doc, group, indented, joined, LINE } from "../doc.ts";
import { type At, bare, inBlock, placeText, runtime, typeOf } from "../module.ts";
import { handleFailure } from "../probe.ts";
import { needsWriting, typeText } from "../types.ts";
import { makeRepeatable } from "./parameters.ts";
import { reserveVariable } from "./variable.ts";

/** What may be instead of the value that is wanted. */
interface Doubts {
  readonly failure: boolean;
  readonly null: boolean;
  /** It may leave its range, which makes a failure of it. */
  readonly range: boolean;
}

/** `value else handler` */
export function emitElse(expr: ElseExpr, at: At, hint: string): Value {
  const doubts = doubtsOf(expr.value, at);
  if (expr.handler.kind === "ElseValue") return asValue(emitInstead(expr, expr.handler.value, doubts, at, hint));
  const { code: value, after } = named(expr.value, doubts, at, hint);
  const where = blame(expr.value);
  if (doubts.failure)
    leaveIf([value.doc, " instanceof ", runtime(at, "Failure")], expr, expr.handler, placed(value, where, at), at);
  if (doubts.null) leaveIf([value.doc, " === null"], expr, expr.handler, nothing(where, at), at);
  return after;
}

/** `try value`: a failure ends the function around. */
export function emitTry(expr: TryExpr, at: At, hint: string): Value {
  const { code: value, after } = named(expr.value, doubtsOf(expr.value, at), at, hint);
  const inner = inBlock(at, innerBlock(at.block));
  at.exits.passOn(placed(value, blame(expr.value), inner), inner);
  at.block.statements.push(guarded([value.doc, " instanceof ", runtime(at, "Failure")], inner.block.statements));
  return after;
}

/** `expr` under a name, to be asked about, and what it is then. */
function named(expr: Expr, doubts: Doubts, at: At, hint: string): { readonly code: Code; readonly after: Value } {
  const value = doubts.range ? asValue(attempted(expr, at, hint)) : at.module.emit(expr, at);
  const code = makeRepeatable(value.attempt === undefined ? value : asValue(value.attempt.code), hint, at).whole();
  return { code, after: value.attempt?.record(code) ?? asValue(code) };
}

/** `expr`, or a failure where it leaves its range: a call of `attempt` where it is one expression, else `try`. */
function attempted(expr: Expr, at: At, hint: string): Code {
  const type = typeOf(at, expr);
  const given = type.kind === "fallible" ? type.type : type;
  const variable = reserveVariable(at, hint);
  const inner = inBlock(at, innerBlock(at.block));
  const value = at.module.emit(expr, inner, hint).whole();
  if (inner.block.statements.length === 0) {
    variable.release();
    const typeArgument = value.widens && needsWriting(given) ? `<${typeText(at.module, given)}>` : "";
    return call([runtime(at, "attempt"), typeArgument], [["() => ", bodyOf([], value)]]);
  }
  const { name } = variable;
  variable.declare(typeText(at.module, fallible(given)), null);
  const failed = [name, " = ", runtime(at, "outOfRange"), "(error);"];
  const tried = braced([...inner.block.statements, [name, " = ", value.doc, ";"]]);
  at.block.statements.push(["try ", tried, " catch (error) ", braced([failed])]);
  return atom(name);
}

function leaveIf(
  condition: Doc,
  expr: ElseExpr,
  handler: Exclude<ElseHandler, { kind: "ElseValue" }>,
  failure: Doc,
  at: At,
): void {
  const inner = inBlock(at, innerBlock(at.block));
  handleFailure(expr, inner);
  if (handler.kind === "ElseFail") inner.block.statements.push([runtime(at, "fail"), "(", failure, ");"]);
  else at.exits.leave(handler, failure, inner);
  at.block.statements.push(guarded(condition, inner.block.statements));
}

/** `if (condition) statement`, with braces for more than one. */
function guarded(condition: Doc, statements: readonly Doc[]): Doc {
  const [only] = statements;
  if (statements.length === 1 && only !== undefined) return group("if (", condition, ") ", only);
  return ["if (", condition, ") ", braced(statements)];
}

/** Another value instead: `value ?? other` for null, a question for a failure. */
function emitInstead(expr: ElseExpr, other: Expr, doubts: Doubts, at: At, hint: string): Code {
  const before = doubts.range ? asValue(attempted(expr.value, at, hint)) : at.module.emit(expr.value, at);
  const settle = (): Code => makeRepeatable(before, hint, at).whole();
  const asked = doubts.failure ? settle() : null;
  const variable = reserveVariable(at, hint);
  const inner = inBlock(at, innerBlock(at.block));
  handleFailure(expr, inner);
  const instead = at.module.emit(other, inner, hint).whole();
  const isPlain = inner.block.statements.length === 0;
  if (isPlain) variable.release();
  if (asked === null && isPlain) {
    const doc = group(withoutNull(before.whole()), indented(LINE, "?? ", parenthesize(instead, BINDING.equality)));
    return operation(doc, BINDING.coalesce, instead.widens);
  }
  const value = asked ?? settle();
  const questions: Doc[] = [];
  if (doubts.failure) questions.push([value.doc, " instanceof ", runtime(at, "Failure")]);
  if (doubts.null) questions.push([value.doc, " === null"]);
  const question = joined(questions, " || ");
  if (isPlain) {
    const doc = group(question, indented(LINE, "? ", parenthesize(instead, BINDING.arrow + 1), LINE, ": ", value.doc));
    return operation(doc, BINDING.conditional, instead.widens);
  }
  const { name } = variable;
  variable.declare(typeText(at.module, typeOf(at, expr)), null);
  const yes = braced([...inner.block.statements, [name, " = ", instead.doc, ";"]]);
  at.block.statements.push(["if (", question, ") ", yes, " else ", braced([[name, " = ", value.doc, ";"]])]);
  return atom(name);
}

/** `a?.b ?? null` with something better than null behind it. */
function withoutNull(code: Code): Doc {
  return code.orUndefined ?? parenthesize(code, BINDING.equality);
}

function doubtsOf(expr: Expr, at: At): Doubts {
  const type = typeOf(at, expr);
  const range = canLeaveRange(expr, at.module.checked);
  const value = type.kind === "fallible" ? type.type : type;
  const isNull = value.kind === "nullable" || value.kind === "null";
  return { failure: range || type.kind === "fallible", null: isNull, range };
}

/** The failure with the place that it is blamed on. */
function placed(value: Code, where: Span, at: At): Doc {
  return [value.doc, ".at(", placeText(at, where), ")"];
}

/** Null is no failure yet. */
function nothing(where: Span, at: At): Doc {
  return ["new ", runtime(at, "Failure"), '("there is no value", ', placeText(at, where), ")"];
}

/** The call that failed: its name, not the beginning of a long chain. */
function blame(expr: Expr): Span {
  const inner = bare(expr);
  return inner.kind === "CallExpr" && inner.callee.kind === "MemberExpr" ? inner.callee.name.span : inner.span;
}
