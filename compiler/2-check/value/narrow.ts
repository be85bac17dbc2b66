/** What a condition says about the things it names: after `a.b != null`, `a.b` is no longer nullable. */
import type { Expr } from "../../../grammar/ast.ts";
import type { Type } from "../../model/types/type.ts";
import type { CheckContext, Env } from "../context/context.ts";

/** The chain of names and keys of an expression (`a.b["c"]`), or null where it is anything else. */
export function pathOf(expr: Expr): string | null {
  if (expr.kind === "NameExpr") return expr.text;
  if (expr.kind === "ParenExpr") return pathOf(expr.value);
  if (expr.kind === "IndexExpr" && expr.index.kind === "StringLiteral") {
    const object = pathOf(expr.object);
    return object === null ? null : keyPath(object, expr.index.value);
  }
  if (expr.kind !== "MemberExpr") return null;
  const object = pathOf(expr.object);
  return object === null ? null : `${object}.${expr.name.text}`;
}

/** The chain of what `object` has under `key`. */
export function keyPath(object: string, key: string): string {
  return `${object}.[${JSON.stringify(key)}]`;
}

/** `env` where `condition`, already checked, turned out to be `outcome`. */
export function assuming(context: CheckContext, condition: Expr, outcome: boolean, env: Env): Env {
  const found = facts(context, condition, outcome);
  return found.length === 0 ? env : { ...env, narrowed: new Map([...env.narrowed, ...found]) };
}

function facts(context: CheckContext, condition: Expr, outcome: boolean): [string, Type][] {
  if (condition.kind === "ParenExpr") return facts(context, condition.value, outcome);
  if (condition.kind === "UnaryExpr" && condition.operator === "!") return facts(context, condition.operand, !outcome);
  if (condition.kind !== "BinaryExpr") return [];
  const { operator, left, right } = condition;
  if ((operator === "&&" && outcome) || (operator === "||" && !outcome)) {
    return [...facts(context, left, outcome), ...facts(context, right, outcome)];
  }
  if (operator !== "==" && operator !== "!=") return [];
  const other = left.kind === "NullLiteral" ? right : right.kind === "NullLiteral" ? left : null;
  if (other === null || (operator === "!=") !== outcome) return [];
  const path = pathOf(other);
  const type = context.types.get(other);
  return path !== null && type?.kind === "nullable" ? [[path, type.type]] : [];
}
