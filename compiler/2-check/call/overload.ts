/** Several declared members of one name and receiver, told apart by what a call gives them. */
import type { CallExpr, Expr } from "../../../grammar/ast.ts";
import { fits } from "../../model/types/fits.ts";
import { inference } from "../../model/types/inference.ts";
import type { CheckContext, Env } from "../context/context.ts";
import type { Member } from "../value/members.ts";

/** The first of `members` that takes the arguments of `call`; the first of all where none does; null for no members. */
export function chooseOverload(
  context: CheckContext,
  members: readonly Member[],
  call: CallExpr,
  env: Env,
): Member | null {
  const [first = null] = members;
  // Of one alone nothing is asked: its arguments are checked against what they have to be.
  if (members.length < 2 || first === null) return first;
  // One of the program's own stands before those of the standard library.
  const equals = members.filter((one) => one.symbol.unit === first.symbol.unit);
  return equals.find((one) => takes(context, one, call, env)) ?? first;
}

function takes(context: CheckContext, { symbol }: Member, { args }: CallExpr, env: Env): boolean {
  const { params, typeParams } = symbol.declaration;
  return args.every((arg, index) => {
    const param = arg.name === null ? params[index] : params.find(({ name }) => name === arg.name?.text);
    if (param === undefined || arg.spread) return false;
    if (isLambda(arg.value)) return param.type.kind === "function";
    return fits(context.check(arg.value, param.type, env), param.type, inference(typeParams));
  });
}

function isLambda(expr: Expr): boolean {
  return expr.kind === "LambdaExpr" || (expr.kind === "ParenExpr" && isLambda(expr.value));
}
