import type { Node } from "../../../grammar/ast.ts";
import type { Fix } from "../../../grammar/diagnostic.ts";
import { messages } from "../../model/messages/messages.ts";
import { show } from "../../model/types/show.ts";
import type { Type } from "../../model/types/type.ts";
import { type CheckContext, type Env, report } from "../context/context.ts";

/** Expressions behind which `else` can be written as they stand: in all others it would belong to their last part. */
const CLOSED: ReadonlySet<Node["kind"]> = new Set(["CallExpr", "MemberExpr", "IndexExpr", "NameExpr", "ParenExpr"]);

/**
 * Reports `expr` when it can fail or be null where it may not, with the ways to handle that here; says whether it did.
 * `isOperand`: it stands within a larger expression, so what is written around it needs parentheses. `fixes`: further ways.
 */
export function reportUnhandled(
  context: CheckContext,
  env: Env,
  expr: Node,
  found: Type,
  { isOperand = false, fixes = [] }: { readonly isOperand?: boolean; readonly fixes?: readonly Fix[] } = {},
): boolean {
  if (found.kind !== "fallible" && found.kind !== "nullable") return false;
  const code = found.kind === "fallible" ? "FLOW3002" : "FLOW3003";
  const ways = [...fixes, ...handlers(context, env, expr, { isOperand, isNull: found.kind === "nullable" })];
  report(context, env, expr.span, messages.report(code, { found: show(found) }), { fixes: ways });
  return true;
}

/** Each is another meaning, so none is safe. */
function handlers(
  context: CheckContext,
  env: Env,
  expr: Node,
  at: { readonly isOperand: boolean; readonly isNull: boolean },
): Fix[] {
  const wrap = (title: string, before: string, after: string): Fix => {
    const { start, end } = expr.span;
    const [open, close] = at.isOperand ? ["(", ")"] : ["", ""];
    const [inner, outer] = CLOSED.has(expr.kind) ? ["", ""] : ["(", ")"];
    const edits = [
      { span: { start, end: start }, text: `${open}${before}${inner}` },
      { span: { start: end, end }, text: `${outer}${after}${close}` },
    ];
    return { title, edits, safe: false };
  };
  const ways: Fix[] = [];
  if (env.fnResult?.kind === "fallible") {
    ways.push(
      at.isNull
        ? wrap("Pass it on as a failure", "try (", ' else failure("reason"))')
        : wrap("Pass the failure on with `try`", "try ", ""),
    );
  }
  if (env.element !== null) {
    ways.push(wrap("Leave the element out: `else drop`", "", " else drop"));
    ways.push(wrap("Fail the batch: `else fail`", "", " else fail"));
    const target = targetOfRejects(context, env);
    if (target !== null) ways.push(wrap(`Send the element to \`${target}\``, "", ` else -> ${target}`));
  }
  return ways;
}

/** A sink or topic that is there for what fails, as its name says; null where there is none. */
function targetOfRejects({ scopes }: CheckContext, { unit, locals }: Env): string | null {
  const named = [...locals.all(), ...(scopes.modules.get(unit)?.names ?? [])];
  const found = named.find(([name, symbol]) => {
    const isTarget = symbol.kind === "topic" || (symbol.kind === "component" && symbol.decl.role === "sink");
    return isTarget && /reject|dead|bad|fail|invalid/i.test(name);
  });
  return found?.[0] ?? null;
}
