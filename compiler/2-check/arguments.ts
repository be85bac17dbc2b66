import type { CallExpr, Expr, LambdaExpr } from "../../grammar/ast.ts";
import type { BoundArgument } from "../checked.ts";
import { messages } from "../messages.ts";
import { argumentOf, asStream, ERROR, generic, sinkIn } from "../types/construct.ts";
import { fits } from "../types/fits.ts";
import { hasUnknown, type Inference, substitute } from "../types/inference.ts";
import type { FunctionType, Type } from "../types/type.ts";
import { bindArguments, type Callee, type Given, spreadType } from "./bind.ts";
import { type CheckContext, type Env, report, typed } from "./context.ts";
import { expectType } from "./expect.ts";

/**
 * Binds and checks the arguments of a call. Plain values come first, so that lambdas find their parameter types
 * known: `xs.fold((a, x) => a + x, 0)`. `lambdaEnv` is where lambdas stand: inside an operator they speak of elements.
 */
export function checkArguments(
  context: CheckContext,
  env: Env,
  call: CallExpr,
  callee: Callee,
  inferring: Inference,
  lambdaEnv: Env = env,
): BoundArgument[] {
  const given = bindArguments(context, env, call, callee);
  for (const one of given)
    if (one.value !== null && !isLambda(one.value)) checkPlain(context, env, callee, one, inferring);
  for (const { param, value } of given) if (value === null && param.value === null) fits(ERROR, param.type, inferring);
  for (const one of given) {
    if (one.value !== null && isLambda(one.value)) checkFunction(context, lambdaEnv, callee, one, inferring);
  }
  return given.map((one) => ({
    name: one.param.name,
    type: substitute(one.param.type, inferring.found),
    value: one.value,
    spreadField: one.spreadField,
    values: one.values,
  }));
}

function isLambda(expr: Expr): boolean {
  return expr.kind === "LambdaExpr" || (expr.kind === "ParenExpr" && isLambda(expr.value));
}

function where(callee: Callee, given: Given): string {
  return `${callee.component ? "option" : "argument"} \`${given.param.name}\` of \`${callee.name}\``;
}

function checkPlain(context: CheckContext, env: Env, callee: Callee, given: Given, inferring: Inference): void {
  const wanted = substitute(given.param.type, inferring.found);
  if (given.values !== null && wanted.kind === "array") {
    for (const value of given.values) {
      const found = asMember(context, value, wanted.element, env);
      expectType(context, env, value, found, wanted.element, where(callee, given), inferring);
    }
    return;
  }
  const value = given.value as Expr;
  if (given.spreadField !== null) {
    const found = spreadType(context.types.get(value) ?? ERROR, given.spreadField) ?? ERROR;
    expectType(context, env, value, found, given.param.type, where(callee, given), inferring);
    return;
  }
  const bare = sinkIn(wanted) === null ? context.check(value, wanted, env) : asMember(context, value, wanted, env);
  const found = argumentOf(wanted, "DStream") === null ? bare : typed(context, value, asStream(bare));
  // A function by name is given what is known by now: its own parameters cannot tell what a `T` is.
  const expected = found.kind === "function" ? wanted : given.param.type;
  expectType(context, env, value, found, expected, where(callee, given), inferring);
}

/** Where a sink is wanted, alone or in a group, a topic is one; a group's own that is written there has been fed already. */
function asMember(context: CheckContext, value: Expr, wanted: Type, env: Env): Type {
  const element = sinkIn(wanted);
  const fed = element !== null && value.kind === "CallExpr" ? context.types.get(value) : undefined;
  if (fed !== undefined && argumentOf(fed, "Sink") !== null) return fed;
  const found = context.check(value, wanted, env);
  const record = element === null ? null : argumentOf(found, "Topic");
  if (element === null || record === null) return found;
  return fits(element, record) ? wanted : element.kind === "parameter" ? generic("Sink", record) : found;
}

function checkFunction(context: CheckContext, env: Env, callee: Callee, given: Given, inferring: Inference): void {
  const value = given.value as Expr;
  const declared = given.param.type.kind === "nullable" ? given.param.type.type : given.param.type;
  if (declared.kind !== "function") {
    const found = context.check(value, null, env);
    expectType(context, env, value, found, given.param.type, where(callee, given), inferring);
    return;
  }
  const wanted = substitute(declared, inferring.found) as FunctionType;
  const params = wanted.params.map((param) => {
    if (!hasUnknown(param.type, inferring)) return param;
    report(context, env, value.span, messages.report("FLOW3014", { name: given.param.name }));
    return { ...param, type: ERROR };
  });
  const found = context.check(value, { ...wanted, params }, env);
  if (found.kind !== "function") return;
  const lambda = lambdaOf(value);
  for (const [index, param] of lambda.params.entries()) {
    const own = found.params[index]?.type;
    const outer = params[index]?.type;
    if (param.type === null || own === undefined || outer === undefined || context.destructured.has(lambda)) continue;
    if (!fits(outer, own)) expectType(context, env, value, found, { ...wanted, params }, where(callee, given));
  }
  const body = lambda.body.kind === "Block" ? lambda.body.result : lambda.body;
  const place = callee.component ? where(callee, given) : `the function given to \`${callee.name}\``;
  expectType(context, env, body, found.result, declared.result, `the result of ${place}`, inferring);
}

function lambdaOf(expr: Expr): LambdaExpr {
  return expr.kind === "ParenExpr" ? lambdaOf(expr.value) : (expr as LambdaExpr);
}

/** Takes type arguments that are written, and what the place expects, into the inference. */
export function inferFromResult(result: Type, expected: Type | null, inferring: Inference): void {
  if (expected === null || !hasUnknown(result, inferring)) return;
  const bare = result.kind === "fallible" && expected.kind !== "fallible" ? result.type : result;
  fits(expected, bare, inferring);
}
