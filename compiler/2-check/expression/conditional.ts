import type { ConditionalExpr, Expr, MatchExpr, Span } from "../../../grammar/ast.ts";
import { messages } from "../../model/messages/messages.ts";
import { BOOL, ERROR, NEVER } from "../../model/types/construct.ts";
import { join } from "../../model/types/join.ts";
import { show } from "../../model/types/show.ts";
import type { Type } from "../../model/types/type.ts";
import { type CheckContext, type Env, report } from "../context/context.ts";
import { evaluate } from "../value/evaluate.ts";
import { expectHandled, expectType } from "../value/expect.ts";
import { assuming } from "../value/narrow.ts";
import { addCases, type MissingCases, missingCases } from "./missing-cases.ts";

/** `c ? a : b` */
export function checkConditional(context: CheckContext, expr: ConditionalExpr, expected: Type | null, env: Env): Type {
  expectType(context, env, {
    node: expr.condition,
    found: context.check(expr.condition, BOOL, env),
    wanted: BOOL,
    where: "the condition",
  });
  const then = context.check(expr.then, expected, assuming(context, expr.condition, true, env));
  const otherwise = context.check(expr.otherwise, expected, assuming(context, expr.condition, false, env));
  return branches(context, expr.otherwise, then, otherwise, env);
}

/** `match value { "a" => x, else => y }`: every value must be covered. */
export function checkMatch(context: CheckContext, expr: MatchExpr, expected: Type | null, env: Env): Type {
  const value = expectHandled(context, env, expr.value, context.check(expr.value, null, env));
  let result: Type = NEVER;
  for (const one of expr.cases) {
    checkPatterns(context, one.patterns, value, env);
    result = branches(context, one.value, result, context.check(one.value, expected, env), env);
  }
  const open = checkCases(context, expr.cases, value, env);
  if (open !== null) {
    const span = { start: expr.span.start, end: expr.value.span.end };
    const last = expr.cases.at(-1);
    const fixes = last === undefined ? [] : [addCases(env.unit.text, last, open.patterns, last.value)];
    report(context, env, span, messages.report("FLOW3012", { missing: open.inWords, drop: "" }), { fixes });
  }
  return result;
}

/** Reports lines that nothing can reach, and gives the values that no line covers; null when all are. */
export function checkCases(
  context: CheckContext,
  cases: readonly { readonly patterns: readonly Expr[]; readonly span: Span }[],
  value: Type,
  env: Env,
): MissingCases | null {
  const given = new Set<unknown>();
  for (const pattern of cases.flatMap((one) => one.patterns)) {
    const known = evaluate(pattern, () => undefined);
    if (given.has(known)) {
      const why = "A line before it has this value already";
      report(context, env, pattern.span, messages.report("FLOW3022", { why }));
    } else if (known !== undefined) given.add(known);
  }
  const open = missingCases(value, given);
  const otherwise = cases.find((one) => one.patterns.length === 0);
  if (otherwise === undefined) return open;
  if (open === null && value.kind !== "error") {
    const why = "The lines before it cover every value";
    report(context, env, otherwise.span, messages.report("FLOW3022", { why }));
  }
  return null;
}

/** Patterns are literals of the matched value's type. */
export function checkPatterns(context: CheckContext, patterns: readonly Expr[], value: Type, env: Env): void {
  const literals = value.kind === "nullable" ? value.type : value;
  for (const pattern of patterns) {
    const found = context.check(pattern, literals, env);
    if (found.kind === "null" && value.kind === "nullable") continue;
    expectType(context, env, {
      node: pattern,
      found,
      wanted: value.kind === "nullable" ? literals : value,
      where: "this pattern",
    });
  }
}

function branches(context: CheckContext, at: Expr, left: Type, right: Type, env: Env): Type {
  const joined = join(left, right);
  if (joined !== null) return joined;
  report(context, env, at.span, messages.report("FLOW3018", { left: show(left), right: show(right) }));
  return ERROR;
}
