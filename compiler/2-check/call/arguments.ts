import type { CallExpr, Expr, LambdaExpr } from "../../../grammar/ast.ts";
import type { BoundArgument } from "../../model/checked.ts";
import { messages } from "../../model/messages/messages.ts";
import { argumentOf, asStream, ERROR, generic, isFlow, sinkIn } from "../../model/types/construct.ts";
import { fits } from "../../model/types/fits.ts";
import { hasUnknown, type Inference, substitute } from "../../model/types/inference.ts";
import { widenElements } from "../../model/types/join.ts";
import { show } from "../../model/types/show.ts";
import type { FunctionType, Type } from "../../model/types/type.ts";
import { type CheckContext, type Env, renameFix, report, typed } from "../context/context.ts";
import { expectType } from "../value/expect.ts";
import { lookUp, reportNoValue, reportUnknown } from "../value/name.ts";
import { shapeOf, unknownType } from "../value/unknown-type.ts";
import { bindArguments, type Callee, type Given, spreadType } from "./bind.ts";

/**
 * Binds and checks the arguments of a call. Plain values come first, so that lambdas find their parameter types
 * known: `xs.fold((a, x) => a + x, 0)`. Lambdas stand in an environment of their own: inside an operator they speak of
 * elements.
 */
export function checkArguments(
  context: CheckContext,
  { plain: env, lambda: lambdaEnv }: { readonly plain: Env; readonly lambda: Env },
  call: CallExpr,
  callee: Callee,
  inferring: Inference,
): BoundArgument[] {
  const given = bindArguments(context, env, call, callee, inferring);
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

function checkPlain(context: CheckContext, outer: Env, callee: Callee, given: Given, inferring: Inference): void {
  const wanted = substitute(given.param.type, inferring.found);
  const onlyValues = !takesFlow(wanted) || (outer.onlyValues && !callee.component);
  const env = onlyValues === outer.onlyValues ? outer : { ...outer, onlyValues };
  if (given.values !== null && wanted.kind === "array") {
    for (const value of given.values) {
      const found = asMember(context, value, wanted.element, env);
      expectType(context, env, { node: value, found, wanted: wanted.element, where: where(callee, given) }, inferring);
    }
    return;
  }
  const value = given.value as Expr;
  if (given.spreadField !== null) {
    const found = spreadType(context.types.get(value) ?? ERROR, given.spreadField) ?? ERROR;
    expectType(context, env, { node: value, found, wanted: given.param.type, where: where(callee, given) }, inferring);
    return;
  }
  if (callee.component && reportUnquoted(context, env, value, wanted)) return;
  const bare = sinkIn(wanted) === null ? context.check(value, wanted, env) : asMember(context, value, wanted, env);
  const found = argumentOf(wanted, "DStream") === null ? bare : typed(context, value, asStream(bare));
  // A function by name is given what is known by now; its own parameters tell only what nothing else does.
  if (found.kind === "function") inferFromParameters(found.params, given.param.type, inferring);
  const expected = found.kind === "function" ? substitute(given.param.type, inferring.found) : given.param.type;
  widenElements(found, expected, inferring);
  expectType(context, env, { node: value, found, wanted: expected, where: where(callee, given) }, inferring);
}

/** Whether an argument of this type is a stream, a topic or a sink, alone or one of a list; so is one of no known type. */
function takesFlow(wanted: Type): boolean {
  if (wanted.kind === "error") return true;
  if (wanted.kind === "nullable") return takesFlow(wanted.type);
  return wanted.kind === "array" ? takesFlow(wanted.element) : isFlow(wanted);
}

/**
 * `fileType: DataStream`, as Flume's properties have it: a name that nothing has, or that a component has, where a text of
 * that kind is wanted.
 */
function reportUnquoted(context: CheckContext, env: Env, value: Expr, wanted: Type): boolean {
  if (value.kind !== "NameExpr" || value.text === "") return false;
  const symbol = lookUp(context, value.text, env);
  if (symbol !== null && symbol.kind !== "extern") return false;
  const literal = JSON.stringify(value.text);
  const bare = wanted.kind === "nullable" ? wanted.type : wanted;
  if (bare.kind !== "union" || !bare.members.some((member) => show(member) === literal)) return false;
  const help = `A text stands in quotes: \`${literal}\`.`;
  const fixes = [renameFix(value.span, literal)];
  if (symbol === null) reportUnknown(context, value, env, { help, fixes });
  else reportNoValue(context, env, value, { what: `the ${symbol.declaration.kind}`, name: value.text, help }, fixes);
  return true;
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
    expectType(context, env, { node: value, found, wanted: given.param.type, where: where(callee, given) }, inferring);
    return;
  }
  const lambda = lambdaOf(value);
  inferFromWritten(context, env, lambda, declared, inferring);
  const wanted = substitute(declared, inferring.found) as FunctionType;
  const params = wanted.params.map((param, index) => {
    if (!hasUnknown(param.type, inferring)) return param;
    // Several names for one parameter name the parts of a tuple; a parameter without a name needs no type.
    const named = lambda.params[index];
    const isParts = wanted.params.length === 1 && lambda.params.length > 1;
    if (isParts) report(context, env, value.span, messages.report("FLOW3014", unknownType(given.param.name)));
    else if (named !== undefined && named.name.text !== "_") {
      const shape = shapeOf(param.type, inferring);
      report(context, env, named.span, messages.report("FLOW3014", unknownType(named.name.text, shape)));
    }
    return { ...param, type: ERROR };
  });
  const found = context.check(value, { ...wanted, params }, env);
  if (found.kind !== "function") return;
  for (const [index, param] of lambda.params.entries()) {
    const own = found.params[index]?.type;
    const outer = params[index]?.type;
    if (param.type === null || own === undefined || outer === undefined || context.destructured.has(lambda)) continue;
    if (!fits(outer, own))
      expectType(context, env, { node: value, found, wanted: { ...wanted, params }, where: where(callee, given) });
  }
  const body = lambda.body.kind === "Block" ? lambda.body.result : lambda.body;
  const place = callee.component ? where(callee, given) : `the function given to \`${callee.name}\``;
  expectType(
    context,
    env,
    { node: body, found: found.result, wanted: declared.result, where: `the result of ${place}` },
    inferring,
  );
}

/** A type that a lambda writes for a parameter says what a type parameter is that nothing else tells. */
function inferFromWritten(
  context: CheckContext,
  env: Env,
  lambda: LambdaExpr,
  declared: FunctionType,
  inferring: Inference,
): void {
  const written = lambda.params.map(({ type }) => ({ type: type === null ? null : context.typeOf(type, env) }));
  inferFromParameters(written, declared, inferring);
}

/** The same of the types that a function's parameters have; null for one without. */
function inferFromParameters(
  params: readonly { readonly type: Type | null }[],
  declared: Type,
  inferring: Inference,
): void {
  if (declared.kind !== "function") return;
  for (const [index, param] of declared.params.entries()) {
    const own = params[index]?.type ?? null;
    if (own === null || !hasUnknown(substitute(param.type, inferring.found), inferring)) continue;
    fits(own, param.type, inferring);
  }
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
