import type { ElseExpr, TryExpr } from "../../../grammar/ast.ts";
import { messages } from "../../model/messages/messages.ts";
import { certain, NEVER } from "../../model/types/construct.ts";
import { join } from "../../model/types/join.ts";
import { show } from "../../model/types/show.ts";
import type { Type } from "../../model/types/type.ts";
import { addTo, type CheckContext, type Env, report, typed } from "../context/context.ts";
import { checkReject } from "./reject.ts";

/** `value else handler`: takes the failure or the null away, and catches what leaves its range. */
export function checkElse(context: CheckContext, expr: ElseExpr, expected: Type | null, env: Env): Type {
  const value = context.check(expr.value, expected, env);
  const known = certain(value);
  const { handler } = expr;
  const isDoubted = known === value && value.kind !== "error";
  if (handler.kind === "ElseValue") {
    const other = context.check(handler.value, expected ?? known, env);
    const joined = join(known, other);
    if (isDoubted) {
      addTo(context.doubted, env.unit, expr);
      return joined ?? known;
    }
    if (joined !== null) return joined;
    const parameters = { left: show(known), right: show(other) };
    report(context, env, handler.value.span, messages.report("FLOW3018", parameters));
    return known.kind === "never" ? other : known;
  }
  if (isDoubted) addTo(context.doubted, env.unit, expr);
  typed(context, handler, NEVER);
  if (handler.kind !== "ElseFail") addTo(context.exits, env.unit, handler);
  if (env.element === null) {
    reportNoElement(context, expr, value, env);
    return known;
  }
  if (handler.kind === "ElseReject") checkReject(context, handler.target, env.element, env);
  return known;
}

function reportNoElement(context: CheckContext, { handler }: ElseExpr, value: Type, env: Env): void {
  const what = handler.kind === "ElseDrop" ? "drop" : handler.kind === "ElseFail" ? "fail" : "-> …";
  const isNull = value.kind === "nullable" || value.kind === "null";
  const tried = isNull ? '`try (… else failure("reason"))`' : "`try` before the value";
  const help =
    env.fnResult?.kind === "fallible"
      ? `Write ${tried}: this function returns \`${show(env.fnResult)}\`, and its caller says what happens.`
      : `Say \`else value\`. In a \`fn\` that returns \`T!\`, write ${tried}.`;
  report(context, env, handler.span, messages.report("FLOW3010", { what, help }));
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
    const text = env.unit.text.slice(expr.value.span.start, expr.value.span.end);
    const instead = `try (${text} else failure("reason"))`;
    const fix = { title: `Write \`${instead}\``, edits: [{ span: expr.span, text: instead }], safe: false };
    const parameters = { found: show(value), instead };
    report(context, env, expr.value.span, messages.report("FLOW3025", parameters), { fixes: [fix] });
    return value.type;
  }
  addTo(context.doubted, env.unit, expr);
  return value;
}
