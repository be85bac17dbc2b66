import type { ConditionalExpr, Expr, MatchExpr, Span } from "../../grammar/ast.ts";
import { messages } from "../messages.ts";
import { BOOL, ERROR, NEVER } from "../types/construct.ts";
import { join } from "../types/join.ts";
import { show } from "../types/show.ts";
import type { Type } from "../types/type.ts";
import { type CheckContext, type Env, report } from "./context.ts";
import { evaluate } from "./evaluate.ts";
import { expectType, landed } from "./expect.ts";
import { assuming } from "./narrow.ts";

/** `c ? a : b` */
export function checkConditional(context: CheckContext, expr: ConditionalExpr, expected: Type | null, env: Env): Type {
  expectType(context, env, expr.condition, context.check(expr.condition, BOOL, env), BOOL, "the condition");
  const then = context.check(expr.then, expected, assuming(context, expr.condition, true, env));
  const otherwise = context.check(expr.otherwise, expected, assuming(context, expr.condition, false, env));
  return branches(context, expr.otherwise, then, otherwise, env);
}

/** `match value { "a" => x, else => y }`: every value must be covered. */
export function checkMatch(context: CheckContext, expr: MatchExpr, expected: Type | null, env: Env): Type {
  const value = landed(context, env, expr.value, context.check(expr.value, null, env));
  let result: Type = NEVER;
  for (const one of expr.cases) {
    checkPatterns(context, one.patterns, value, env);
    result = branches(context, one.value, result, context.check(one.value, expected, env), env);
  }
  const open = checkCases(context, expr.cases, value, env);
  if (open !== null) {
    const span = { start: expr.span.start, end: expr.value.span.end };
    report(context, env, span, messages.report("FLOW3012", { missing: open, drop: "" }));
  }
  return result;
}

/** Reports lines that nothing can reach, and gives the values that no line covers, in words; null when all are. */
export function checkCases(
  context: CheckContext,
  cases: readonly { readonly patterns: readonly Expr[]; readonly span: Span }[],
  value: Type,
  env: Env,
): string | null {
  const given = new Set<unknown>();
  for (const pattern of cases.flatMap((one) => one.patterns)) {
    const known = evaluate(pattern, () => undefined);
    if (given.has(known)) {
      const why = "A line before it has this value already";
      report(context, env, pattern.span, messages.report("FLOW3022", { why }));
    } else if (known !== undefined) given.add(known);
  }
  const open = uncovered(value, given);
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
    expectType(context, env, pattern, found, value.kind === "nullable" ? literals : value, "this pattern");
  }
}

function uncovered(value: Type, given: ReadonlySet<unknown>): string | null {
  if (value.kind === "error") return null;
  const needsNull = value.kind === "nullable" && !given.has(null);
  const inner = value.kind === "nullable" ? value.type : value;
  const wanted =
    inner.kind === "union"
      ? inner.members.map((member) => (member.kind === "literal" ? member.value : undefined))
      : inner.kind === "literal"
        ? [inner.value]
        : inner.kind === "bool"
          ? [true, false]
          : null;
  if (wanted === null) return `other values of \`${show(value)}\` are`;
  const missing = wanted.filter((one) => !given.has(one)).map((one) => `\`${JSON.stringify(one)}\``);
  if (needsNull) missing.push("`null`");
  if (missing.length === 0) return null;
  return `${missing.join(", ")} ${missing.length === 1 ? "is" : "are"}`;
}

function branches(context: CheckContext, at: Expr, left: Type, right: Type, env: Env): Type {
  const joined = join(left, right);
  if (joined !== null) return joined;
  report(context, env, at.span, messages.report("FLOW3018", { left: show(left), right: show(right) }));
  return ERROR;
}
