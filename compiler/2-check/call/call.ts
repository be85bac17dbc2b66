import type { CallExpr, MemberExpr, NameExpr } from "../../../grammar/ast.ts";
import type { ExternSymbol } from "../../1-resolve/scope.ts";
import type { FlowSymbol } from "../../model/checked.ts";
import type { Declaration } from "../../model/declaration.ts";
import { messages } from "../../model/messages/messages.ts";
import { mentions, schemaParams } from "../../model/schema-params.ts";
import { argumentOf, ERROR, generic, nullable, sinkIn } from "../../model/types/construct.ts";
import { hasUnknown, type Inference, inference, substitute } from "../../model/types/inference.ts";
import { show } from "../../model/types/show.ts";
import type { Type } from "../../model/types/type.ts";
import { type CheckContext, type Env, recordHeaders, refer, report } from "../context/context.ts";
import { expectType } from "../value/expect.ts";
import { hasJsonKey } from "../value/json-help.ts";
import { checkTexts } from "../value/known-text.ts";
import { receiverType, textOf } from "../value/member.ts";
import { findMembers, reportNoMember } from "../value/members.ts";
import { lookUp, reportUnknown } from "../value/name.ts";
import { unknownArgument } from "../value/unknown-type.ts";
import { checkArguments, inferFromResult } from "./arguments.ts";
import { inferBehind } from "./behind.ts";
import { checkComponent, componentNamed } from "./component.ts";
import { findDescribed } from "./described.ts";
import { hintOnCall, hintOnElement } from "./hint-on-call.ts";
import { chooseOverload } from "./overload.ts";
import { checkRequires } from "./requires.ts";
import { checkWholeEvent } from "./whole-event.ts";

/** A call of a function, of a component (in a stream or on a wire), or of a declared member. */
export function checkCall(context: CheckContext, expr: CallExpr, expected: Type | null, env: Env): Type {
  if (expr.callee.kind === "MemberExpr") return checkMemberCall(context, expr, expr.callee, expected, env);
  if (expr.callee.kind === "NameExpr") return checkNamedCall(context, expr, expr.callee, expected, env);
  return checkValueCall(context, expr, context.check(expr.callee, null, env), env);
}

function checkNamedCall(
  context: CheckContext,
  expr: CallExpr,
  callee: NameExpr,
  expected: Type | null,
  env: Env,
): Type {
  if (callee.text === "") return giveUp(context, expr, env);
  const symbol = chooseRole(context, lookUp(context, callee.text, env), expected, env);
  if (symbol === null) {
    reportUnknown(context, callee, env, hintOnCall(context, expr, env));
    return giveUp(context, expr, env);
  }
  refer(context, env, callee, symbol);
  if (symbol.kind === "fn") return checkFnCall(context, expr, symbol, expected, env);
  if (symbol.kind !== "extern") return checkValueCall(context, expr, context.check(callee, null, env), env);
  if (symbol.declaration.kind === "fn") {
    const inferring = inference(symbol.declaration.typeParams);
    return checkExternCall(context, expr, { symbol, inferring, callee: null, lambdaEnv: env }, expected, env);
  }
  return componentAsValue(context, expr, symbol, expected, env);
}

/** A source and a sink may share a name, such as `http`: the place says which of them is meant. */
function chooseRole(
  context: CheckContext,
  symbol: FlowSymbol | null,
  expected: Type | null,
  env: Env,
): FlowSymbol | null {
  if (symbol?.kind !== "extern") return symbol;
  const { externKind, name } = symbol.decl;
  if (externKind !== "source" && externKind !== "sink") return symbol;
  if (expected !== null && sinkIn(expected) !== null) return componentNamed(context, env, name.text, "sink") ?? symbol;
  const isFlow = env.where === "stream" || env.where === "agent";
  return isFlow ? (componentNamed(context, env, name.text, "source") ?? symbol) : symbol;
}

/** In a stream `socketText(…)` is the stream of what it reads, on an agent's wire its events. */
function componentAsValue(
  context: CheckContext,
  expr: CallExpr,
  symbol: ExternSymbol,
  expected: Type | null,
  env: Env,
): Type {
  const { kind: own, name } = symbol.declaration;
  // What is a channel and a topic under one name is meant as what can be read.
  const kind = own === "channel" && componentNamed(context, env, name, "topic") !== undefined ? "topic" : own;
  if (kind === "source" && !env.onlyValues && (env.where === "stream" || env.where === "agent")) {
    const body = checkComponent(context, expr, "source", null, env);
    return generic(env.where === "stream" ? "DStream" : "Events", body);
  }
  // An option that takes a sink: what goes into it is known from there.
  const element = expected === null ? null : sinkIn(expected);
  if (kind === "sink" && element !== null && element.kind !== "parameter") {
    return generic("Sink", checkComponent(context, expr, "sink", element, env));
  }
  const help =
    kind === "source"
      ? "A source stands in an agent or a stream."
      : kind === "topic"
        ? `Declare it at the top of the file: \`topic name: Type = ${name}(…)\`.`
        : kind === "table"
          ? `Declare it at the top of the file: \`table name: Type = ${name}(…)\`.`
          : `A ${kind} stands right of an arrow: \`… -> ${name}(…)\`.`;
  report(context, env, expr.callee.span, messages.report("FLOW3021", { what: `the ${kind}`, name, help }));
  return giveUp(context, expr, env);
}

function checkMemberCall(
  context: CheckContext,
  expr: CallExpr,
  callee: MemberExpr,
  expected: Type | null,
  env: Env,
): Type {
  if (callee.object.kind === "NameExpr" && lookUp(context, callee.object.text, env) === null) {
    reportUnknown(context, callee.object, env, hintOnCall(context, expr, env));
    return giveUp(context, expr, env);
  }
  const object = receiverType(context, callee, context.check(callee.object, null, env), env);
  const name = callee.name.text;
  if (object.kind === "error" || name === "") return giveUp(context, expr, env);
  const field = object.kind === "record" ? object.fields.find((other) => other.name === name) : undefined;
  if (field !== undefined) return checkValueCall(context, expr, field.type, env);
  const members = findMembers(context, object, name, env);
  const member = chooseOverload(context, members, expr, env);
  if (member === null) {
    reportNoMember(context, env, object, callee.name, textOf(env, callee.object));
    return giveUp(context, expr, env);
  }
  context.symbols.set(callee, member.symbol);
  context.symbols.set(callee.name, member.symbol);
  // The receiver is used as what the member is declared on: a topic's `map` is its stream's.
  context.types.set(callee.object, callee.optional ? nullable(member.receiver) : member.receiver);
  if (member.symbol.declaration.kind === "field") {
    const found = show(member.symbol.declaration.result ?? ERROR);
    const tail = { start: callee.name.span.end, end: expr.span.end };
    const fix = { title: "Leave the parentheses out", edits: [{ span: tail, text: "" }], safe: true };
    const [how, fixes] = expr.args.length === 0 ? [" Leave the parentheses out.", [fix]] : ["", []];
    report(context, env, callee.name.span, messages.report("FLOW3004", { what: name, found, how }), { fixes });
    return giveUp(context, expr, env);
  }
  const element = argumentOf(member.receiver, "DStream") ?? argumentOf(member.receiver, "Events");
  const isEvent = argumentOf(member.receiver, "Events") !== null;
  const eventHeaders = isEvent ? (env.headersBehind?.(callee.object) ?? null) : null;
  if (eventHeaders !== null) recordHeaders(context, expr, eventHeaders);
  const lambdaEnv = element === null ? env : { ...env, element, eventHeaders };
  const called = { symbol: member.symbol, inferring: member.inferring, callee, lambdaEnv };
  const given = checkExternCall(context, expr, called, expected, env);
  if (isEvent) checkWholeEvent(context, expr, given, env);
  // `t.from("earliest")` is on an agent's wire what `t` is there.
  const records =
    env.where === "agent" && argumentOf(member.receiver, "Topic") !== null ? argumentOf(given, "DStream") : null;
  return records === null ? given : generic("Events", records);
}

/** An extern function or member that is called. */
interface CalledExtern {
  readonly symbol: ExternSymbol;
  readonly inferring: Inference;
  /** Null for a function. */
  readonly callee: MemberExpr | null;
  /** Where the lambdas among its arguments stand. */
  readonly lambdaEnv: Env;
}

/** Checks the arguments of an extern function or member, and gives what the call is worth. */
function checkExternCall(
  context: CheckContext,
  expr: CallExpr,
  { symbol, inferring, callee, lambdaEnv }: CalledExtern,
  expected: Type | null,
  env: Env,
): Type {
  const { declaration } = symbol;
  const optional = callee?.optional ?? false;
  inferWritten(context, expr, declaration, inferring, env);
  const result = declaration.result ?? ERROR;
  if (expr.args.length === 0) inferFromResult(result, expected, inferring);
  const args = checkArguments(context, { plain: env, lambda: lambdaEnv }, expr, declaration, inferring);
  findDescribed(context, env, { call: expr, declaration, args }, inferring);
  inferFromResult(result, expected, inferring);
  const receiver = callee?.object ?? null;
  if (receiver !== null && !inferBehind(context, env, { call: expr, receiver, declaration }, inferring)) return ERROR;
  context.calls.set(expr, { callee: symbol, receiver, optional, typeArgs: inferring.found, args });
  checkTexts(context, env, declaration, args);
  checkRequires(context, expr, symbol, env);
  if (!checkKnown(context, expr, declaration, inferring, env)) return ERROR;
  const type = substitute(result, inferring.found);
  if (hasUnknown(result, inferring)) {
    // A lambda that went wrong was reported already.
    const silent = args.some((arg) => arg.value !== null && context.types.get(arg.value)?.kind === "error");
    if (!silent && !anyErrorAt(context, expr, env)) {
      report(context, env, expr.callee.span, messages.report("FLOW3014", unknownArgument(declaration.name)));
    }
    return ERROR;
  }
  if (hasJsonKey(type)) {
    report(context, env, expr.callee.span, messages.report("FLOW3059", { type: show(type) }));
    return ERROR;
  }
  return optional ? nullable(type) : type;
}

/**
 * What has to know its type when it runs cannot be asked about a `T` that is another one in each call, nor where nothing
 * tells the type. Returns whether it is known.
 */
function checkKnown(
  context: CheckContext,
  expr: CallExpr,
  declaration: Declaration,
  { found }: Inference,
  env: Env,
): boolean {
  if (declaration.typeParams.length === 0) return true;
  const open = schemaParams(declaration).flatMap((param) => found.get(param) ?? []);
  const type = open.find((one) => mentions(one, null));
  if (type === undefined) return true;
  const isOwn = [...env.typeParams].some((name) => mentions(type, name));
  const told = isOwn
    ? messages.report("FLOW3042", { name: declaration.name, type: show(type) })
    : messages.report("FLOW3014", unknownArgument(declaration.name));
  report(context, env, expr.callee.span, told);
  return isOwn;
}

function anyErrorAt(context: CheckContext, expr: CallExpr, env: Env): boolean {
  return context.diagnostics.some(
    (one) => one.file === env.unit.path && one.span.start >= expr.span.start && one.span.end <= expr.span.end,
  );
}

function checkFnCall(
  context: CheckContext,
  expr: CallExpr,
  symbol: Extract<FlowSymbol, { kind: "fn" }>,
  expected: Type | null,
  env: Env,
): Type {
  const type = context.typeOfSymbol(symbol, expr.callee, env);
  if (type.kind !== "function") return giveUp(context, expr, env);
  const name = symbol.decl.name.text;
  const typeParams = symbol.decl.typeParams.map((param) => param.text);
  const inferring = inference(typeParams);
  inferWritten(context, expr, { name, typeParams }, inferring, env);
  const params = symbol.decl.params.map((param, index) => ({
    name: param.name.text,
    doc: param.doc,
    type: type.params[index]?.type ?? ERROR,
    value: param.value,
    positional: true,
    also: [],
  }));
  const callee = { name, params, doc: symbol.decl.doc, requires: [] };
  const args = checkArguments(context, { plain: env, lambda: env }, expr, callee, inferring);
  inferFromResult(type.result, expected, inferring);
  context.calls.set(expr, { callee: symbol, receiver: null, optional: false, typeArgs: inferring.found, args });
  return context.poisoned.has(symbol.decl) ? ERROR : substitute(type.result, inferring.found);
}

/** A value that is a function: a parameter, a let, a field. Its arguments have no names. */
function checkValueCall(context: CheckContext, expr: CallExpr, type: Type, env: Env): Type {
  if (type.kind === "error") return giveUp(context, expr, env);
  if (type.kind !== "function") {
    const what = textOf(env, expr.callee);
    const { how, fixes } = hintOnElement(expr, type, env);
    report(context, env, expr.callee.span, messages.report("FLOW3004", { what, found: show(type), how }), { fixes });
    return giveUp(context, expr, env);
  }
  for (const [index, arg] of expr.args.entries()) {
    const wanted = type.params[index]?.type ?? null;
    const found = context.check(arg.value, wanted, env);
    if (wanted !== null) expectType(context, env, { node: arg.value, found, wanted, where: `argument ${index + 1}` });
  }
  if (expr.args.length !== type.params.length) {
    const parameters = {
      callee: textOf(env, expr.callee),
      count: counted(type.params.length, "argument"),
      given: expr.args.length,
      help: "",
    };
    report(context, env, expr.span, messages.report("FLOW3006", parameters));
  }
  return type.result;
}

/** Takes the type arguments that are written into the inference, and reports a wrong number of them. */
function inferWritten(
  context: CheckContext,
  expr: CallExpr,
  { name, typeParams }: { readonly name: string; readonly typeParams: readonly string[] },
  inferring: Inference,
  env: Env,
): void {
  if (expr.typeArgs.length === 0) return;
  // The receiver has found its type parameters already: only the others can be written.
  const open = typeParams.filter((param) => !inferring.found.has(param));
  if (expr.typeArgs.length !== open.length) {
    const parameters = { name, count: counted(open.length, "type argument"), given: expr.typeArgs.length, help: "" };
    report(context, env, expr.typeArgs[0]?.span ?? expr.span, messages.report("FLOW3019", parameters));
  }
  for (const [index, node] of expr.typeArgs.entries()) {
    const type = context.typeOf(node, env);
    const param = open[index];
    if (param !== undefined) inferring.found.set(param, type);
  }
}

/** Looks at the arguments all the same, so that mistakes in them are found and names in them count as used. */
function giveUp(context: CheckContext, expr: CallExpr, env: Env): Type {
  for (const arg of expr.args) if (arg.value.kind !== "LambdaExpr") context.check(arg.value, null, env);
  return ERROR;
}

/** `no arguments`, `1 argument`, `2 arguments` */
function counted(count: number, what: string): string {
  return `${count === 0 ? "no" : count} ${what}${count === 1 ? "" : "s"}`;
}
