/** One line for each kind of expression; the work is in the file of that name. */
import type { Expr } from "../../../grammar/ast.ts";
import { ERROR } from "../../model/types/construct.ts";
import type { Type } from "../../model/types/type.ts";
import { checkCall } from "../call/call.ts";
import { amongValues, type CheckContext, type Env, typed } from "../context/context.ts";
import { checkIndex, checkMember } from "../value/member.ts";
import { checkName } from "../value/name.ts";
import { checkArray, checkRecord, checkTuple } from "./collection.ts";
import { checkConditional, checkMatch } from "./conditional.ts";
import { checkElse, checkTry } from "./failure.ts";
import { checkLambda } from "./lambda.ts";
import { checkLiteral, checkTemplate } from "./literal.ts";
import { checkBinary, checkUnary } from "./operator.ts";

/** Type of an expression, also put into the table. Operands are values. */
export function checkExpression(context: CheckContext, expr: Expr, expected: Type | null, env: Env): Type {
  return typed(context, expr, find(context, expr, expected, env));
}

function find(context: CheckContext, expr: Expr, expected: Type | null, env: Env): Type {
  switch (expr.kind) {
    case "NameExpr":
      return checkName(context, expr, env);
    case "NumberLiteral":
    case "StringLiteral":
    case "BoolLiteral":
    case "NullLiteral":
    case "DurationLiteral":
    case "SizeLiteral":
    case "TimestampLiteral":
    case "RegexLiteral":
      return checkLiteral(context, expr, expected, env);
    case "TemplateLiteral":
      return checkTemplate(context, expr, amongValues(env));
    case "ArrayExpr":
      return checkArray(context, expr, expected, amongValues(env));
    case "TupleExpr":
      return checkTuple(context, expr, expected, amongValues(env));
    case "RecordExpr":
      return checkRecord(context, expr, expected, amongValues(env));
    case "LambdaExpr":
      return checkLambda(context, expr, expected, env);
    case "CallExpr":
      return checkCall(context, expr, expected, env);
    case "MemberExpr":
      return checkMember(context, expr, env);
    case "IndexExpr":
      return checkIndex(context, expr, amongValues(env));
    case "UnaryExpr":
      return checkUnary(context, expr, amongValues(env));
    case "BinaryExpr":
      return checkBinary(context, expr, amongValues(env));
    case "ConditionalExpr":
      return checkConditional(context, expr, expected, amongValues(env));
    case "MatchExpr":
      return checkMatch(context, expr, expected, amongValues(env));
    case "ElseExpr":
      return checkElse(context, expr, expected, amongValues(env));
    case "TryExpr":
      return checkTry(context, expr, expected, amongValues(env));
    case "ParenExpr":
      return context.check(expr.value, expected, env);
    case "MissingExpr":
      return ERROR;
  }
}
