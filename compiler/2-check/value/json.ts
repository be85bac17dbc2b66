/** JSON of any shape: its parts, and what those write who take it for a record or for a value of the language. */
import type { Expr, IndexExpr, Node, Span } from "../../../grammar/ast.ts";
import type { Fix } from "../../../grammar/diagnostic.ts";
import { messages } from "../../model/messages/messages.ts";
import { INT, JSON_TYPE, STRING } from "../../model/types/construct.ts";
import { fits } from "../../model/types/fits.ts";
import type { Type } from "../../model/types/type.ts";
import { type CheckContext, type Env, report } from "../context/context.ts";
import { expectType } from "./expect.ts";

/** `j["name"]` and `j[0]`: JSON's null where there is nothing, so that they can be chained. */
export function checkJsonIndex(context: CheckContext, expr: IndexExpr, env: Env): Type {
  const found = context.check(expr.index, null, env);
  if (!fits(found, INT))
    expectType(context, env, { node: expr.index, found, wanted: STRING, where: "the name or index" });
  return JSON_TYPE;
}

/** `j == null`, `j else value`: what is not there is JSON's null, which is a value. Reports it at `span`. */
export function reportJsonNull(
  context: CheckContext,
  json: Expr,
  span: Span,
  fixes: readonly Fix[],
  env: Pick<Env, "unit">,
): void {
  const text = env.unit.text.slice(json.span.start, json.span.end);
  const parameters = { json: text.length > 40 ? "…" : text };
  report(context, env, span, messages.report("FLOW3055", parameters), { fixes });
}

/** `j.isNull` for `j == null`. */
export function isNullFix(whole: Node, json: Expr, equal: boolean, env: Env): Fix {
  const text = `${equal ? "" : "!"}${env.unit.text.slice(json.span.start, json.span.end)}.isNull`;
  return { title: `Write \`${text}\``, edits: [{ span: whole.span, text }], safe: false };
}

/** Of `j.name`, where `span` is the name: what gives that part. Null for a call, which asks for no part. */
export function partOfJson(
  name: string,
  span: Span,
  env: Env,
): { readonly help: string; readonly fixes: readonly Fix[] } | null {
  const { text } = env.unit;
  if (text[span.end] === "(" || text[span.start - 1] !== ".") return null;
  const part = `[${JSON.stringify(name)}]`;
  const start = span.start - (text[span.start - 2] === "?" ? 2 : 1);
  const edits = [{ span: { start, end: span.end }, text: part }];
  const help = `Which names it has shows only when the program runs: \`${part}\` gives that part.`;
  return { help, fixes: [{ title: `Write \`${part}\``, edits, safe: false }] };
}
