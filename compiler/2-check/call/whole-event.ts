import type { CallExpr, Expr } from "../../../grammar/ast.ts";
import { messages } from "../../model/messages/messages.ts";
import { argumentOf } from "../../model/types/construct.ts";
import type { Type } from "../../model/types/type.ts";
import { type CheckContext, type Env, report } from "../context/context.ts";

/** `.map(e => { body: …, headers: … })`: the operator gives new bodies, and would keep the headers as they are. */
export function checkWholeEvent(context: CheckContext, call: CallExpr, result: Type, env: Env): void {
  const body = argumentOf(result, "Events");
  if (body?.kind !== "record" || !isEvent(body)) return;
  for (const { value } of call.args) {
    const given = value.kind === "LambdaExpr" ? (value.body.kind === "Block" ? value.body.result : value.body) : null;
    const record = given === null ? null : recordOf(given);
    if (record === null) continue;
    const name = call.callee.kind === "MemberExpr" ? call.callee.name.text : "";
    report(context, env, record.span, messages.report("FLOW4023", { operator: name }));
  }
}

function isEvent({ fields }: Extract<Type, { kind: "record" }>): boolean {
  const headers = fields.find(({ name }) => name === "headers");
  return fields.length === 2 && fields.some(({ name }) => name === "body") && headers?.type.kind === "map";
}

/** The record that is written there; one that comes from elsewhere may be meant as a body. */
function recordOf(expr: Expr): Expr | null {
  if (expr.kind === "ParenExpr") return recordOf(expr.value);
  if (expr.kind === "ArrayExpr") {
    const [first] = expr.elements;
    return first === undefined || first.kind === "Spread" ? null : recordOf(first);
  }
  return expr.kind === "RecordExpr" ? expr : null;
}
