import type { Expr } from "../../../grammar/ast.ts";
import { asValue, type Value } from "../code.ts";
import type { At } from "../module.ts";
import { emitBinary, emitUnary } from "./binary.ts";
import { emitCall } from "./call.ts";
import { emitConditional, emitMatch } from "./conditional.ts";
import { emitElse, emitTry } from "./failure.ts";
import { hintOf } from "./hint.ts";
import { emitLambda } from "./lambda.ts";
import { emitLiteral } from "./literal.ts";
import { emitIndex, emitMember } from "./member.ts";
import { emitName } from "./name.ts";
import { emitArray, emitRecord, emitTuple } from "./record.ts";
import { emitTemplate } from "./template.ts";

/** Any expression; what it needs to have done before goes into `at.block`. `hint` names its value. */
export function emitExpression(expr: Expr, at: At, hint = hintOf(expr) ?? "value"): Value {
  switch (expr.kind) {
    case "ParenExpr":
      return emitExpression(expr.value, at, hint);
    case "NameExpr":
      return emitName(expr, at);
    case "MemberExpr":
      return emitMember(expr, at);
    case "IndexExpr":
      return emitIndex(expr, at);
    case "TupleExpr":
      return emitTuple(expr, at);
    case "ArrayExpr":
      return asValue(emitArray(expr, at));
    case "RecordExpr":
      return asValue(emitRecord(expr, at));
    case "LambdaExpr":
      return asValue(emitLambda(expr, at));
    case "CallExpr":
      return emitCall(expr, at);
    case "TemplateLiteral":
      return asValue(emitTemplate(expr, at));
    case "UnaryExpr":
      return asValue(emitUnary(expr, at));
    case "BinaryExpr":
      return asValue(emitBinary(expr, at));
    case "ConditionalExpr":
      return asValue(emitConditional(expr, at, hint));
    case "MatchExpr":
      return asValue(emitMatch(expr, at, hint));
    case "ElseExpr":
      return emitElse(expr, at, hint);
    case "TryExpr":
      return emitTry(expr, at, hint);
    case "MissingExpr":
      throw new Error(`an expression is missing in ${at.module.places.at(at.unit, expr.span).text}`);
    default:
      return asValue(emitLiteral(expr, at));
  }
}
