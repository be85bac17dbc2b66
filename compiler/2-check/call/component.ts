import type { CallExpr, Expr } from "../../../grammar/ast.ts";
import { suggest } from "../../../grammar/did-you-mean.ts";
import { walk } from "../../../grammar/walk.ts";
import type { ExternSymbol } from "../../1-resolve/scope.ts";
import type { Checked, FlowSymbol } from "../../model/checked.ts";
import { type Declaration, optionsOf } from "../../model/declaration.ts";
import type { Known } from "../../model/known.ts";
import { messages } from "../../model/messages/messages.ts";
import { certain, ERROR, printable } from "../../model/types/construct.ts";
import { fits } from "../../model/types/fits.ts";
import { inference, substitute } from "../../model/types/inference.ts";
import { show } from "../../model/types/show.ts";
import type { Type } from "../../model/types/type.ts";
import { addTo, type CheckContext, didYouMean, type Env, renameFix, report, use } from "../context/context.ts";
import { constants, evaluate } from "../value/evaluate.ts";
import { checkTexts } from "../value/known-text.ts";
import { textOf } from "../value/member.ts";
import { isKnownAs } from "../value/members.ts";
import { checkArguments } from "./arguments.ts";
import type { Callee } from "./bind.ts";
import { checkExposure } from "./exposure.ts";
import { checkRequires } from "./requires.ts";

/** The part that a component plays in a flow, as its `extern` says. */
export type Role = "source" | "channel" | "sink" | "topic" | "table";

/**
 * A component with its options. `body` is the type of what goes into a sink or topic, and of the rows of a table, null
 * where that is not known yet or nothing goes in. Gives the body type of a source, sink or topic, and the map of a table.
 */
export function checkComponent(context: CheckContext, expr: CallExpr, role: Role, body: Type | null, env: Env): Type {
  const symbol = componentSymbol(context, expr.callee, role, env);
  if (symbol === null) {
    for (const arg of expr.args) if (arg.value.kind !== "LambdaExpr") context.check(arg.value, null, env);
    return ERROR;
  }
  context.symbols.set(expr.callee, symbol);
  const { declaration } = symbol;
  const inferring = inference(declaration.typeParams);
  for (const [index, node] of expr.typeArgs.entries()) {
    const param = declaration.typeParams[index];
    if (param !== undefined) inferring.found.set(param, context.typeOf(node, env));
  }
  const { result } = declaration;
  const carried = role === "table" && result?.kind === "map" ? result.value : result;
  if (body !== null && carried !== null) fits(body, carried, inferring);
  const { name, doc, requires } = declaration;
  const callee: Callee = { name, doc, requires, params: optionsOf(declaration), component: true };
  const outside: Env = { ...env, where: "module" };
  const args = checkArguments(context, { plain: outside, lambda: outside }, expr, callee, inferring);
  context.calls.set(expr, { callee: symbol, receiver: null, optional: false, typeArgs: inferring.found, args });
  if (declaration.exclusive.length > 0) addTo(context.claims, env.unit, expr);
  checkTexts(context, env, declaration, args);
  checkRequires(context, expr, symbol, env);
  const only = args.find(({ values }) => values?.length === 1)?.values?.[0];
  if (only !== undefined) {
    const parameters = { name: declaration.name, sink: textOf(env, only) };
    report(context, env, expr.span, messages.report("FLOW4056", parameters));
  }
  checkHidden(context, expr, declaration, env);
  checkExposure(context, expr, declaration, env);
  const passed = declaration.result === null ? ERROR : substitute(declaration.result, inferring.found);
  checkEncodes(context, expr, declaration, passed, env);
  return passed;
}

/** `encodes codec`: plain text is for bodies that have one obvious form as text. */
function checkEncodes(context: CheckContext, expr: CallExpr, declaration: Declaration, body: Type, env: Env): void {
  const { encodes: option, name } = declaration;
  if (option === null || knownOptions(context, expr).get(option) !== "text") return;
  const bare = certain(body);
  if (printable(bare) || bare.kind === "bytes" || bare.kind === "parameter") return;
  const span = expr.args.find((arg) => arg.name?.text === option)?.value.span ?? expr.span;
  report(context, env, span, messages.report("FLOW4009", { element: show(body), option, component: name }));
}

/**
 * Reports what stands where a component of that role should be called, as `form` does; nothing where a part of it is
 * missing, which the parser has reported.
 */
export function reportNoComponent(context: CheckContext, env: Env, found: Expr, role: Role, form: string): void {
  let isCut = false;
  walk(found, ({ kind }) => {
    isCut ||= kind === "MissingExpr";
  });
  if (isCut) return;
  if (found.kind !== "NameExpr") {
    const what = `this is not a component, as a ${role} must be`;
    report(context, env, found.span, messages.report("FLOW4032", { what, help: `Write \`${form}\`.` }));
    return;
  }
  const symbol = componentSymbol(context, found, role, env);
  if (symbol === null) return;
  const what = `the ${role} \`${found.text}\` needs parentheses, with its options or with nothing between them`;
  const written = `${found.text}()`;
  const fixes = [renameFix(found.span, written)];
  report(context, env, found.span, messages.report("FLOW4032", { what, help: `Write \`${written}\`.` }), { fixes });
}

/** The component of that name and role; a thing of another role, or nothing, is reported. */
function componentSymbol(context: CheckContext, callee: Expr, role: Role, env: Env): ExternSymbol | null {
  if (callee.kind !== "NameExpr") {
    reportNoComponent(context, env, callee, role, "name(option: value)");
    return null;
  }
  if (callee.text === "") return null;
  const found = componentNamed(context, env, callee.text, role);
  if (found !== undefined) {
    use(context, env, found);
    return found;
  }
  const others = symbolsNamed(context, env, callee.text);
  const other = others.find((one) => one.kind === "extern" && one.decl.externKind === "topic") ?? others[0];
  if (other !== undefined) {
    const what = other.kind === "extern" ? other.decl.externKind : other.kind;
    const { text } = callee;
    const help =
      what === "topic"
        ? `Declare it at the top of the file, \`topic name: Type = ${text}(…)\`, and write \`name\` here.`
        : `A ${role} is one of ${listed(componentsOf(context, env, role))}.`;
    report(
      context,
      env,
      callee.span,
      messages.report("FLOW4002", { name: callee.text, found: what, wanted: role, help }),
    );
    return null;
  }
  const components = componentsOf(context, env, role);
  const known = components.find(isKnownAs(callee.text))?.decl.name.text;
  const near =
    known ??
    suggest(
      callee.text,
      components.map(({ decl }) => decl.name.text),
    );
  const help = didYouMean(near, `There is ${listed(components)}.`);
  const fixes = near === null ? [] : [{ ...renameFix(callee.span, near), safe: known === undefined }];
  report(context, env, callee.span, messages.report("FLOW2004", { role, name: callee.text, help }), { fixes });
  return null;
}

/** The component of that name and role. */
export function componentNamed(context: CheckContext, env: Env, name: string, role: Role): ExternSymbol | undefined {
  return symbolsNamed(context, env, name)
    .filter((symbol) => symbol.kind === "extern")
    .find(({ decl }) => decl.externKind === role);
}

function symbolsNamed(context: CheckContext, env: Env, name: string): readonly FlowSymbol[] {
  const own = context.scopes.modules.get(env.unit)?.names.get(name);
  return [...(own === undefined ? [] : [own]), ...(context.scopes.stdlib.names.get(name) ?? [])];
}

/** All components of a role that can be used here. */
export function componentsOf(context: CheckContext, env: Env, role: Role): ExternSymbol[] {
  const own = [...(context.scopes.modules.get(env.unit)?.names.values() ?? [])];
  const all = [...own, ...[...context.scopes.stdlib.names.values()].flat()];
  return all.filter((symbol) => symbol.kind === "extern").filter(({ decl }) => decl.externKind === role);
}

/** Their names, for messages. */
export function listed(symbols: readonly ExternSymbol[]): string {
  return symbols.map(({ decl }) => `\`${decl.name.text}\``).join(", ");
}

/** Values of a component's options that are known now: what the program says, else the default. */
export function knownOptions(
  context: Pick<Checked, "symbols" | "calls" | "types">,
  expr: CallExpr,
): ReadonlyMap<string, Known> {
  const known = new Map<string, Known>();
  const lookup = constants(context.symbols);
  const call = context.calls.get(expr);
  if (call?.callee.kind !== "extern") return known;
  const params = optionsOf(call.callee.declaration);
  for (const [index, arg] of call.args.entries()) {
    const written = arg.spreadField === null ? arg.value : null;
    const source = written ?? (arg.value === null ? params[index]?.value : null);
    const value = source ? evaluate(source, lookup) : undefined;
    const found = written === null ? undefined : context.types.get(written);
    // A value of the wrong type was reported already.
    if (value !== undefined && (found === undefined || fits(found, arg.type))) known.set(arg.name, value);
  }
  return known;
}

/** `hides rollCount for rollSize`: who raises one limit and leaves another at its default gets the other. */
function checkHidden(context: CheckContext, expr: CallExpr, declaration: Declaration, env: Env): void {
  if (declaration.hides.length === 0) return;
  const known = knownOptions(context, expr);
  const given = (option: string) => context.calls.get(expr)?.args.find(({ name }) => name === option)?.value ?? null;
  for (const { hides, for: options } of declaration.hides) {
    const isWritten = (option: string): boolean => given(option) !== null;
    const hiding = hides.find((option) => !isWritten(option));
    const option = options.find((one) => isWritten(one) && (known.get(one) ?? 0) !== 0);
    if (hiding === undefined || option === undefined) continue;
    const param = declaration.params.find(({ name }) => name === hiding);
    const text = param?.value?.kind === "SizeLiteral" ? `${known.get(hiding)}B` : String(known.get(hiding));
    const zero = param?.value?.kind === "SizeLiteral" ? "0B" : "0";
    const help = `Whichever limit is reached first applies. Write \`${hiding}: ${zero}\` for no such limit, or the one that is meant.`;
    const span = given(option)?.span ?? expr.span;
    const parameters = { option, component: declaration.name, hiding, value: text, help };
    report(context, env, span, messages.report("FLOW4022", parameters));
  }
}
