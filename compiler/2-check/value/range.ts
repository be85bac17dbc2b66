/**
 * What can leave the range of its type when it runs: a whole number that is no longer exact, a time beyond the calendar,
 * a text of negative length. The type does not say so, or every sum would be a `T!`; but an `else` or `try` around such
 * an expression catches it.
 */
import type { Expr, FnDecl, Node } from "../../../grammar/ast.ts";
import { walk } from "../../../grammar/walk.ts";
import type { Checked, FlowSymbol } from "../../model/checked.ts";
import type { Type } from "../../model/types/type.ts";
import { constants, evaluate } from "./evaluate.ts";

type Known = Pick<Checked, "types" | "symbols" | "calls">;

/** Kinds of numbers that are exact up to some point, and fail beyond. */
const EXACT: ReadonlySet<Type["kind"]> = new Set(["int", "duration", "size", "timestamp"]);

/** Whether `+`, `-` or `*` that gives this type is checked. */
export function isExact(type: Type | undefined): boolean {
  return type !== undefined && EXACT.has(type.kind);
}

/** Whether evaluating `expr`, with all that it calls, can leave a range where nothing inside catches it. */
export function canLeaveRange(expr: Expr, known: Known): boolean {
  return search(expr, known, new Set());
}

function search(node: Node, known: Known, seen: Set<FnDecl>): boolean {
  let found = false;
  walk(node, (inner) => {
    if (found || inner.kind === "TryExpr") return false;
    if (inner.kind === "ElseExpr") {
      found = search(inner.handler, known, seen);
      return false;
    }
    found = leaves(inner, known, seen);
    return !found;
  });
  return found;
}

function leaves(node: Node, known: Known, seen: Set<FnDecl>): boolean {
  switch (node.kind) {
    case "BinaryExpr": {
      const { operator } = node;
      const isChecked = (operator === "+" || operator === "-" || operator === "*") && isExact(known.types.get(node));
      return isChecked && evaluate(node, constants(known.symbols)) === undefined;
    }
    case "CallExpr":
      // A function that was handed over may do anything.
      return !known.calls.has(node) && known.types.get(node.callee)?.kind === "function";
    case "NameExpr":
    case "MemberExpr":
      return symbolLeaves(known.symbols.get(node), known, seen);
    default:
      return false;
  }
}

function symbolLeaves(symbol: FlowSymbol | undefined, known: Known, seen: Set<FnDecl>): boolean {
  if (symbol?.kind === "extern") return symbol.declaration.bounded;
  if (symbol?.kind !== "fn" || seen.has(symbol.decl)) return false;
  seen.add(symbol.decl);
  return search(symbol.decl.body, known, seen);
}
