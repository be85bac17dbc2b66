import type { ElseExpr, TryExpr } from "../../grammar/ast.ts";
import { messages } from "../messages.ts";
import { certain, ERROR, NEVER } from "../types/construct.ts";
import { join } from "../types/join.ts";
import { show } from "../types/show.ts";
import type { Type } from "../types/type.ts";
import { addTo, type CheckContext, type Env, report, typed } from "./context.ts";
import { checkReject } from "./reject.ts";

/** `value else handler`: takes the failure or the null away. */
export function checkElse(context: CheckContext, expr: ElseExpr, expected: Type | null, env: Env): Type {
  const value = context.check(expr.value, expected, env);
  const known = certain(value);
  const needless = known === value && value.kind !== "error";
  const result = handled(context, expr, known, expected, env, needless);
  if (needless) {
    const fix = {
      title: "Remove the `else`",
      edits: [{ span: { start: expr.value.span.end, end: expr.span.end }, text: "" }],
      safe: true,
    };
    report(context, env, expr.handler.span, messages.report("FLOW3008", { found: show(value), word: "else" }), {
      fixes: [fix],
    });
  }
  return result;
}

function handled(
  context: CheckContext,
  expr: ElseExpr,
  known: Type,
  expected: Type | null,
  env: Env,
  needless: boolean,
): Type {
  const { handler } = expr;
  if (handler.kind === "ElseValue") {
    const other = context.check(handler.value, expected ?? known, env);
    if (needless) return known;
    const joined = join(known, other);
    if (joined !== null) return joined;
    const parameters = { left: show(known), right: show(other) };
    report(context, env, handler.value.span, messages.report("FLOW3018", parameters));
    return known.kind === "never" ? other : known;
  }
  typed(context, handler, NEVER);
  if (handler.kind !== "ElseFail") addTo(context.exits, env.unit, handler);
  const what = handler.kind === "ElseDrop" ? "drop" : handler.kind === "ElseFail" ? "fail" : "-> …";
  if (env.element === null) {
    report(context, env, handler.span, messages.report("FLOW3010", { what }));
    return known;
  }
  if (handler.kind === "ElseReject") checkReject(context, handler.target, env.element, env);
  return known;
}

/** `try e`: the value, with the failure passed on by the `fn` around, which must return `T!`. */
export function checkTry(context: CheckContext, expr: TryExpr, expected: Type | null, env: Env): Type {
  addTo(context.exits, env.unit, expr);
  const value = context.check(expr.value, expected, env);
  if (value.kind === "error") return value;
  const word = { start: expr.span.start, end: expr.span.start + "try".length };
  if (env.fnResult?.kind !== "fallible" && env.fnResult?.kind !== "error") {
    const help =
      env.fnResult === null
        ? "It may stand in a `fn` whose result is written `T!`. Here, say `else`."
        : `Let the function say that it can fail: \`: ${show(env.fnResult)}!\`.`;
    report(context, env, word, messages.report("FLOW3009", { help }));
  }
  if (value.kind === "fallible") return value.type;
  if (value.kind === "nullable") {
    report(context, env, expr.value.span, messages.report("FLOW3003", { found: show(value) }));
    return ERROR;
  }
  const fix = {
    title: "Remove the `try`",
    edits: [{ span: { ...word, end: expr.value.span.start }, text: "" }],
    safe: true,
  };
  report(context, env, word, messages.report("FLOW3008", { found: show(value), word: "try" }), { fixes: [fix] });
  return value;
}
