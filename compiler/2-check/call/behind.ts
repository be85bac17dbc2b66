/** Type parameters that a call takes over from the operator that it stands right behind: `of mapWithState, process`. */
import type { CallExpr, Expr } from "../../../grammar/ast.ts";
import type { BoundCall } from "../../model/checked.ts";
import type { Declaration } from "../../model/declaration.ts";
import { messages } from "../../model/messages/messages.ts";
import type { Inference } from "../../model/types/inference.ts";
import { type CheckContext, type Env, report } from "../context/context.ts";

/** Finds them, each under its own name; says whether the call stands where it may, and reports where it does not. */
export function inferBehind(
  context: CheckContext,
  env: Env,
  {
    call,
    receiver,
    declaration,
  }: { readonly call: CallExpr; readonly receiver: Expr; readonly declaration: Declaration },
  { found }: Inference,
): boolean {
  if (declaration.kind !== "operator" || declaration.of.length === 0) return true;
  const before = callIn(context, receiver);
  const isOf =
    before?.callee.kind === "extern" &&
    before.callee.unit.stdlib &&
    declaration.of.includes(before.callee.declaration.name);
  if (!isOf) {
    const parameters = { name: declaration.name, of: declaration.of.map((one) => `\`${one}\``).join(" or ") };
    report(
      context,
      env,
      call.callee.kind === "MemberExpr" ? call.callee.name.span : call.span,
      messages.report("FLOW4102", parameters),
    );
    return false;
  }
  for (const param of declaration.typeParams) {
    const type = before.typeArgs.get(param);
    if (type !== undefined && !found.has(param)) found.set(param, type);
  }
  return true;
}

/** The call whose results `expr` stands for, by the name of a `let` or at once. */
function callIn(context: CheckContext, expr: Expr): BoundCall | undefined {
  if (expr.kind === "ParenExpr") return callIn(context, expr.value);
  if (expr.kind === "CallExpr") return context.calls.get(expr);
  const symbol = expr.kind === "NameExpr" ? context.symbols.get(expr) : undefined;
  return symbol?.kind === "let" ? callIn(context, symbol.decl.value) : undefined;
}
