/** Values that are known before anything runs: for checks over options, and for constants in the emitted program. */
import type { Expr, NameExpr } from "../../../grammar/ast.ts";
import type { Checked } from "../../model/checked.ts";
import type { Known } from "../../model/known.ts";

/** The value of `expr` where it is known now, else undefined. `lookup` says what a name stands for. */
export function evaluate(expr: Expr, lookup: (name: NameExpr) => Known | undefined): Known | undefined {
  switch (expr.kind) {
    case "NumberLiteral":
    case "StringLiteral":
    case "BoolLiteral":
    case "DurationLiteral":
    case "SizeLiteral":
    case "TimestampLiteral":
      return expr.value;
    case "NullLiteral":
      return null;
    case "ParenExpr":
      return evaluate(expr.value, lookup);
    case "NameExpr":
      return lookup(expr);
    case "TemplateLiteral": {
      let text = expr.texts[0] ?? "";
      for (let index = 0; index < expr.values.length; index++) {
        const value = evaluate(expr.values[index] as Expr, lookup);
        if (value === undefined || value === null) return undefined;
        text += `${value}${expr.texts[index + 1] ?? ""}`;
      }
      return text;
    }
    case "UnaryExpr": {
      const value = evaluate(expr.operand, lookup);
      if (expr.operator === "!") return typeof value === "boolean" ? !value : undefined;
      return typeof value === "number" ? -value : undefined;
    }
    case "ConditionalExpr": {
      const condition = evaluate(expr.condition, lookup);
      return typeof condition === "boolean" ? evaluate(condition ? expr.then : expr.otherwise, lookup) : undefined;
    }
    case "BinaryExpr": {
      const left = evaluate(expr.left, lookup);
      const right = evaluate(expr.right, lookup);
      return left === undefined || right === undefined ? undefined : binary(expr.operator, left, right);
    }
    default:
      return undefined;
  }
}

/** How the text of `expr` begins, as far as that is known now: `"file:///logs/"` of `"file:///logs/${name}"`. */
export function knownStart(expr: Expr, lookup: (name: NameExpr) => Known | undefined): string {
  const whole = evaluate(expr, lookup);
  if (whole !== undefined) return whole === null ? "" : String(whole);
  if (expr.kind === "ParenExpr") return knownStart(expr.value, lookup);
  if (expr.kind === "BinaryExpr" && expr.operator === "+") {
    const left = evaluate(expr.left, lookup);
    return left === undefined ? knownStart(expr.left, lookup) : `${left}${knownStart(expr.right, lookup)}`;
  }
  if (expr.kind !== "TemplateLiteral") return "";
  let text = expr.texts[0] ?? "";
  for (const [index, part] of expr.values.entries()) {
    const value = evaluate(part, lookup);
    if (value === undefined || value === null) return text;
    text += `${value}${expr.texts[index + 1] ?? ""}`;
  }
  return text;
}

/** What `left operator right` gives; undefined where the two have no such operator, or no result. */
export function binary(operator: string, left: Known, right: Known): Known | undefined {
  if (operator === "==") return left === right;
  if (operator === "!=") return left !== right;
  if (typeof left === "boolean" && typeof right === "boolean") {
    return operator === "&&" ? left && right : operator === "||" ? left || right : undefined;
  }
  if (typeof left === "string" && typeof right === "string") return operator === "+" ? left + right : undefined;
  if (typeof left !== "number" || typeof right !== "number") return undefined;
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0 ? undefined : left / right;
    case "div":
      return right === 0 ? undefined : Math.trunc(left / right);
    case "mod":
      return right === 0 ? undefined : left % right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    default:
      return undefined;
  }
}

/** Looks constants up in the checker's symbols; params and everything else are not known before the start. */
export function constants(symbols: Pick<Checked["symbols"], "get">): (name: NameExpr) => Known | undefined {
  const lookup = (name: NameExpr): Known | undefined => {
    const symbol = symbols.get(name);
    return symbol?.kind === "const" ? evaluate(symbol.decl.value, lookup) : undefined;
  };
  return lookup;
}

/** The same where every param has its default, as far as that is known. */
export function constantsAndDefaults(symbols: Pick<Checked["symbols"], "get">): (name: NameExpr) => Known | undefined {
  const lookup = (name: NameExpr): Known | undefined => {
    const symbol = symbols.get(name);
    const value = symbol?.kind === "const" || symbol?.kind === "param" ? symbol.decl.value : null;
    return value === null ? undefined : evaluate(value, lookup);
  };
  return lookup;
}
