import type { Expr } from "../../../grammar/ast.ts";

/** A name for the value of `expr`, where a constant is made of it and the program gives none. */
export function hintOf(expr: Expr): string | null {
  switch (expr.kind) {
    case "NameExpr":
      return expr.text;
    case "MemberExpr":
      return expr.name.text;
    case "ParenExpr":
    case "TryExpr":
    case "ElseExpr":
      return hintOf(expr.value);
    case "CallExpr":
      // `m.status.toInt()` gives a status; what `line.trim()` gives is no longer the line.
      return expr.callee.kind === "MemberExpr" && expr.callee.object.kind !== "NameExpr"
        ? hintOf(expr.callee.object)
        : null;
    case "IndexExpr":
      return expr.index.kind === "StringLiteral" && /^[a-z]\w*$/i.test(expr.index.value) ? expr.index.value : null;
    default:
      return null;
  }
}
