/** How the body of a lambda uses one of its parameters. */
import type { Block, Expr, Node, Parameter } from "../../../grammar/ast.ts";
import { children } from "../../../grammar/walk.ts";
import { canLeaveRange } from "../../2-check/value/range.ts";
import type { Checked } from "../../model/checked.ts";

/** How a parameter is used in the body of its function. */
export interface Usage {
  readonly count: number;
  /** Used once in every run of the body: not in a branch, nor in a lambda that may run never or often. */
  readonly always: boolean;
  /** Some use needs the whole of it, not only `x.field` or `x[0]`. */
  readonly whole: boolean;
}

/** How `body` uses `param`. */
export function usageOf(checked: Checked, param: Parameter, body: Expr | Block): Usage {
  let count = 0;
  let always = true;
  let whole = false;
  visit(body, false, null);
  return { count, always, whole };

  function visit(node: Node, maybe: boolean, parent: Node | null): void {
    if (node.kind === "NameExpr") {
      if (checked.symbols.get(node)?.decl !== param) return;
      count++;
      if (maybe) always = false;
      // What is given back as it came is for those behind to take apart.
      const inPart =
        node === body ||
        (parent?.kind === "MemberExpr" && parent.object === node && checked.symbols.get(parent) === undefined) ||
        (parent?.kind === "IndexExpr" && parent.object === node && parent.index.kind === "NumberLiteral");
      if (!inPart) whole = true;
      return;
    }
    for (const child of children(node)) visit(child, maybe || isBranch(node, child) || isCaught(node, checked), node);
  }
}

/** What is computed inside of an `else` or `try` is caught by it: what a parameter stands for is not its own. */
function isCaught(node: Node, checked: Checked): boolean {
  return (node.kind === "ElseExpr" || node.kind === "TryExpr") && canLeaveRange(node.value, checked);
}

function isBranch(node: Node, child: Node): boolean {
  switch (node.kind) {
    case "LambdaExpr":
      return true;
    case "ConditionalExpr":
      return child !== node.condition;
    case "MatchExpr":
    case "ElseExpr":
      return child !== node.value;
    case "BinaryExpr":
      return (node.operator === "&&" || node.operator === "||") && child === node.right;
    default:
      return false;
  }
}
