import type { Expr } from "../../../grammar/ast.ts";
import { type Value, valueOf } from "../code.ts";
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
      return valueOf(emitArray(expr, at));
    case "RecordExpr":
      return valueOf(emitRecord(expr, at));
    case "LambdaExpr":
      return valueOf(emitLambda(expr, at));
    case "CallExpr":
      return valueOf(emitCall(expr, at));
    case "TemplateLiteral":
      return valueOf(emitTemplate(expr, at));
    case "UnaryExpr":
      return valueOf(emitUnary(expr, at));
    case "BinaryExpr":
      return valueOf(emitBinary(expr, at));
    case "ConditionalExpr":
      return valueOf(emitConditional(expr, at, hint));
    case "MatchExpr":
      return valueOf(emitMatch(expr, at, hint));
    case "ElseExpr":
      return valueOf(emitElse(expr, at, hint));
    case "TryExpr":
      return valueOf(emitTry(expr, at, hint));
    case "MissingExpr":
      throw new Error(`an expression is missing in ${at.module.places.at(at.unit, expr.span).text}`);
    default:
      return valueOf(emitLiteral(expr, at));
  }
}
