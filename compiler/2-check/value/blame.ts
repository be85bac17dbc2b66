/** Which part of an expression is to blame for a type that does not fit: an element, a field, a branch. */
import type { Expr, Node } from "../../../grammar/ast.ts";
import { certain } from "../../model/types/construct.ts";
import { fits } from "../../model/types/fits.ts";
import type { Type } from "../../model/types/type.ts";
import type { CheckContext } from "../context/context.ts";

/**
 * An expression, or what else is to blame, with its type and the one that is wanted there. `where` names it in the words
 * of the program: "option `port` of `netcat`".
 */
export interface Expectation {
  readonly node: Node;
  readonly found: Type;
  readonly wanted: Type;
  readonly where: string;
}

/** The smallest part of `whole` that makes it unfit; `whole` itself where no single part does. */
export function blame(context: CheckContext, whole: Expectation): Expectation {
  for (const part of partsOf(context, whole)) {
    if (!fits(part.found, part.wanted)) return blame(context, part);
  }
  return whole;
}

function partsOf(context: CheckContext, whole: Expectation): Expectation[] {
  const expr = whole.node;
  const wanted = certain(whole.wanted);
  const part = (node: Expr, type: Type, where: string): Expectation[] => {
    const found = context.types.get(node);
    return found === undefined ? [] : [{ node, found, wanted: type, where }];
  };
  const same = (node: Expr): Expectation[] => part(node, whole.wanted, whole.where);
  switch (expr.kind) {
    case "ParenExpr":
      return same(expr.value);
    case "ConditionalExpr":
      return [...same(expr.then), ...same(expr.otherwise)];
    case "MatchExpr":
      return expr.cases.flatMap((one) => same(one.value));
    case "ElseExpr":
      return expr.handler.kind === "ElseValue" ? same(expr.handler.value) : [];
    case "ArrayExpr":
      if (wanted.kind !== "array") return [];
      return expr.elements.flatMap((one) =>
        one.kind === "Spread" ? same(one.value) : part(one, wanted.element, `an element of ${whole.where}`),
      );
    case "TupleExpr":
      if (wanted.kind !== "tuple" || wanted.elements.length !== expr.elements.length) return [];
      return expr.elements.flatMap((one, index) =>
        part(one, wanted.elements[index] as Type, `part ${index + 1} of ${whole.where}`),
      );
    case "RecordExpr":
      if (wanted.kind !== "record") return [];
      return expr.fields.flatMap((one) => {
        if (one.kind === "Spread") return [];
        const field = wanted.fields.find((other) => other.name === one.name.text);
        return field === undefined ? [] : part(one.value, field.type, `field \`${field.name}\` of ${whole.where}`);
      });
    case "LambdaExpr":
      if (wanted.kind !== "function") return [];
      return part(
        expr.body.kind === "Block" ? expr.body.result : expr.body,
        wanted.result,
        `the result of ${whole.where}`,
      );
    default:
      return [];
  }
}
