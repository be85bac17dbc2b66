import type { ConditionalExpr, Expr, MatchExpr } from "../../../grammar/ast.ts";
import { type Block, innerBlock } from "../block.ts";
import { atom, BINDING, type Code, operation, parenthesize } from "../code.ts";
import { braced, type Doc, group, indented, LINE } from "../doc.ts";
import { type At, inBlock, typeOf } from "../module.ts";
import { typeText } from "../types.ts";
import { hintOf } from "./hint.ts";
import { makeRepeatable } from "./parameters.ts";
import { type Reserved, reserveVariable } from "./variable.ts";

/** A value under a condition; without one it holds for all the rest. */
interface Branch {
  readonly condition: Code | null;
  readonly block: Block;
  readonly value: Code;
}

/** `c ? a : b` */
export function emitConditional(expr: ConditionalExpr, at: At, hint: string): Code {
  const condition = at.module.emit(expr.condition, at).whole();
  const variable = reserveVariable(at, hint);
  const branches = [branch(condition, expr.then, at, hint), branch(null, expr.otherwise, at, hint)];
  return emitBranches(branches, variable, expr, at);
}

/** `match value { "a", "b" => x, else => y }` */
export function emitMatch(expr: MatchExpr, at: At, hint: string): Code {
  const value = makeRepeatable(at.module.emit(expr.value, at), hintOf(expr.value) ?? "value", at).whole();
  const variable = reserveVariable(at, hint);
  const branches: Branch[] = [];
  for (const [index, one] of expr.cases.entries()) {
    // The last case of those that cover everything needs no question.
    const isLast = one.patterns.length === 0 || index === expr.cases.length - 1;
    branches.push(branch(isLast ? null : matches(value, one.patterns, at), one.value, at, hint));
    if (isLast) break;
  }
  return emitBranches(branches, variable, expr, at);
}

/** Whether `value`, which is simple, is one of `patterns`. */
export function matches(value: Code, patterns: readonly Expr[], at: At): Code {
  const tests = patterns.map((pattern): Doc => {
    const literal = at.module.emit(pattern, at).whole();
    return [parenthesize(value, BINDING.equality + 1), " === ", parenthesize(literal, BINDING.equality + 1)];
  });
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return operation(only, BINDING.equality);
  return operation(group(tests.map((test, index) => (index === 0 ? test : indented(LINE, "|| ", test)))), BINDING.or);
}

function branch(condition: Code | null, expr: Expr, at: At, hint: string): Branch {
  const inner = inBlock(at, innerBlock(at.block));
  const value = at.module.emit(expr, inner, hint).whole();
  return { condition, block: inner.block, value };
}

/** A choice where it can be one expression, else statements that set a variable. */
function emitBranches(branches: readonly Branch[], variable: Reserved, expr: Expr, at: At): Code {
  if (branches.every((one) => one.block.statements.length === 0)) {
    variable.release();
    return choice(branches);
  }
  const { name } = variable;
  variable.declare(typeText(at.module, typeOf(at, expr)), null);
  const parts: Doc[] = [];
  for (const { condition, block, value } of branches) {
    const body = braced([...block.statements, [name, " = ", value.doc, ";"]]);
    const question = condition === null ? [] : ["if (", condition.doc, ") "];
    parts.push(parts.length === 0 ? [] : " else ", question, body);
  }
  at.block.statements.push(parts);
  return atom(name);
}

function choice(branches: readonly Branch[]): Code {
  const [first, ...rest] = branches;
  if (first === undefined) return atom("undefined");
  if (first.condition === null || rest.length === 0) return first.value;
  const question = parenthesize(first.condition, BINDING.coalesce);
  const otherwise = choice(rest);
  const [yes, no] = [first.value, otherwise].map((one) => parenthesize(one, BINDING.arrow + 1)) as [Doc, Doc];
  const doc = group(question, indented(LINE, "? ", yes, LINE, ": ", no));
  return operation(doc, BINDING.conditional, first.value.widens || otherwise.widens);
}
