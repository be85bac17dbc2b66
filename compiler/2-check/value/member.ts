import type { Expr, IndexExpr, MemberExpr } from "../../../grammar/ast.ts";
import { suggest } from "../../../grammar/did-you-mean.ts";
import type { FlowSymbol } from "../../model/checked.ts";
import { messages } from "../../model/messages/messages.ts";
import { ERROR, INT, nullable, STRING } from "../../model/types/construct.ts";
import { substitute } from "../../model/types/inference.ts";
import { show } from "../../model/types/show.ts";
import type { Type } from "../../model/types/type.ts";
import {
  type CheckContext,
  didYouMean,
  type Env,
  nearest,
  refer,
  renameFix,
  report,
  typed,
} from "../context/context.ts";
import { expectType } from "./expect.ts";
import { fieldIdiom } from "./index-idiom.ts";
import { checkJsonIndex } from "./json.ts";
import { findMember, reportNoMember } from "./members.ts";
import { lookUp, reportNoValue, thingWithoutValue } from "./name.ts";
import { pathOf } from "./narrow.ts";
import { reportUnhandled } from "./unhandled.ts";

/** `a.b`, `a?.b`: a field of a record, a declared field, or a part of an agent or stream (`a1.c1`, `trending.hits`). */
export function checkMember(context: CheckContext, expr: MemberExpr, env: Env): Type {
  const part = partOf(context, expr, env);
  if (part !== null) return part;
  const object = receiverType(context, expr, context.check(expr.object, null, env), env);
  if (object.kind === "error" || expr.name.text === "") return ERROR;
  const narrowed = env.narrowed.get(pathOf(expr) ?? "");
  if (narrowed !== undefined) return narrowed;
  const name = expr.name.text;
  const field = object.kind === "record" ? object.fields.find((other) => other.name === name) : undefined;
  if (field !== undefined) return expr.optional ? nullable(field.type) : field.type;
  const member = findMember(context, object, name, env);
  if (member === null) {
    reportNoMember(context, env, object, expr.name, textOf(env, expr.object));
    return ERROR;
  }
  context.symbols.set(expr, member.symbol);
  if (member.symbol.declaration.kind !== "field") {
    const help = `Call it: \`.${name}(…)\`.`;
    const { params } = member.symbol.declaration;
    const end = { start: expr.name.span.end, end: expr.name.span.end };
    const fix = { title: "Call it", edits: [{ span: end, text: "()" }], safe: true };
    const fixes = params.every((param) => param.value !== null) ? [fix] : [];
    return reportNoValue(context, env, expr.name, { what: "the function", name, help }, fixes);
  }
  const type = substitute(member.symbol.declaration.result ?? ERROR, member.inferring.found);
  return expr.optional ? nullable(type) : type;
}

/** The receiver without what must be handled first; reports a failure or null that is not. */
export function receiverType(context: CheckContext, expr: MemberExpr, object: Type, env: Env): Type {
  if (object.kind === "fallible") {
    reportUnhandled(context, env, expr.object, object, { isOperand: true });
    return ERROR;
  }
  if (object.kind === "nullable") {
    if (expr.optional) return object.type;
    const fix = {
      title: "Write `?.`",
      edits: [{ span: { start: expr.object.span.end, end: expr.name.span.start }, text: "?." }],
      safe: false,
    };
    reportUnhandled(context, env, expr.object, object, { isOperand: true, fixes: [fix] });
    return ERROR;
  }
  return object;
}

/** `a1.c1` and `trending.hits`, where the name before the point is an agent or a stream. */
function partOf(context: CheckContext, expr: MemberExpr, env: Env): Type | null {
  if (expr.object.kind !== "NameExpr") return null;
  const owner = lookUp(context, expr.object.text, env);
  if (owner?.kind !== "agent" && owner?.kind !== "stream") return null;
  refer(context, env, expr.object, owner);
  const name = expr.name.text;
  const parts = partsOf(owner);
  const found = parts.find((part) => part.decl.name.text === name);
  if (found === undefined) {
    if (name === "") return ERROR;
    const near = nearest(context, name, () => parts.map((part) => part.decl.name.text));
    const list = parts.map((part) => `\`${part.decl.name.text}\``).join(", ");
    const otherwise = list === "" ? "Nothing in it has a name." : `It has ${list}.`;
    const parameters = { type: owner.decl.name.text, name, help: didYouMean(near, otherwise) };
    const more = near === null ? {} : { fixes: [renameFix(expr.name.span, near)] };
    report(context, env, expr.name.span, messages.report("FLOW2005", parameters), more);
    return ERROR;
  }
  context.symbols.set(expr, found);
  refer(context, env, expr.name, found);
  const thing = env.onlyValues ? thingWithoutValue(found) : null;
  if (thing !== null) return reportNoValue(context, env, expr, { ...thing, name: textOf(env, expr) });
  if (!isWithinReach(found, env)) {
    const isOwn = found.kind === "let" && env.locals.get(name)?.decl === found.decl;
    const help = isOwn
      ? `Write \`${name}\`.`
      : "Let a topic pass its elements on: write them to it there, and read it here.";
    const what = `\`${textOf(env, expr)}\` cannot be read here`;
    report(context, env, expr.span, messages.report("FLOW5006", { what, help }));
    return ERROR;
  }
  return context.typeOfSymbol(found, expr, env);
}

/** A test sees every part, and a stream the channels of agents. (Sources and sinks are refused where they are wired.) */
function isWithinReach(part: FlowSymbol, { where }: Env): boolean {
  return where === "test" || (where === "stream" && part.kind === "component");
}

/** The named parts of an agent or a stream. */
export function partsOf(owner: Extract<FlowSymbol, { kind: "agent" | "stream" }>): FlowSymbol[] {
  const { unit } = owner;
  if (owner.kind === "agent") {
    return owner.decl.members.flatMap((member): FlowSymbol[] =>
      member.kind === "ComponentDecl" ? [{ kind: "component", decl: member, agent: owner.decl, unit }] : [],
    );
  }
  return owner.decl.members.flatMap((member): FlowSymbol[] =>
    member.kind === "LetStmt" ? [{ kind: "let", decl: member, stream: owner.decl, unit }] : [],
  );
}

/** `xs[0]` and `m["k"]` may find nothing: both are nullable. `t[0]` of a tuple is that part. */
export function checkIndex(context: CheckContext, expr: IndexExpr, env: Env): Type {
  const object = context.check(expr.object, null, env);
  if (object.kind === "tuple" && expr.index.kind === "NumberLiteral") {
    typed(context, expr.index, INT);
    const part = object.elements[expr.index.value];
    if (part !== undefined) return part;
    const parameters = {
      type: show(object),
      name: `[${expr.index.raw}]`,
      help: `It has ${object.elements.length} parts.`,
    };
    report(context, env, expr.index.span, messages.report("FLOW2005", parameters));
    return ERROR;
  }
  if (object.kind === "json") return checkJsonIndex(context, expr, env);
  const key = object.kind === "map" ? object.key : object.kind === "array" || object.kind === "string" ? INT : null;
  const found = context.check(expr.index, key, env);
  if (object.kind === "error") return ERROR;
  if (key === null) {
    const { help, fixes } = fieldIdiom(object, expr, env);
    const parameters = { type: show(object), name: "[…]", help };
    report(context, env, expr.object.span, messages.report("FLOW2005", parameters), { fixes });
    return ERROR;
  }
  if (!expectType(context, env, { node: expr.index, found, wanted: key, where: "the index" })) return ERROR;
  if (object.kind !== "map") checkFromStart(context, expr, env);
  const narrowed = env.narrowed.get(pathOf(expr) ?? "");
  if (narrowed !== undefined && object.kind === "map") return narrowed;
  checkHeaderIsSet(context, expr, env);
  return nullable(object.kind === "map" ? object.value : object.kind === "array" ? object.element : STRING);
}

/** `parts[-1]`, as other languages count from the end. */
function checkFromStart(context: CheckContext, { object, index, span }: IndexExpr, env: Env): void {
  if (index.kind !== "UnaryExpr" || index.operand.kind !== "NumberLiteral") return;
  const text = (of: Expr) => env.unit.text.slice(of.span.start, of.span.end);
  const isLast = index.operand.value === 1;
  const here = isLast ? ".last()" : `[${text(object)}.length - ${index.operand.raw}]`;
  const isArray = context.types.get(object)?.kind === "array";
  const member = isArray || !isLast ? here : `[${text(object)}.length - 1]`;
  const help = `Write \`${text(object)}${member}\`.`;
  const at = { start: object.span.end, end: span.end };
  const fix = { title: `Write \`${member}\``, edits: [{ span: at, text: member }], safe: true };
  const reported = messages.report("FLOW3150", { written: `${text(object)}[${text(index)}]`, help });
  report(context, env, index.span, reported, { fixes: env.unit.text[at.start] === "[" ? [fix] : [] });
}

/** `e.headers["lvel"]`, where no event on the wire has such a header: it would be null each time. */
function checkHeaderIsSet(context: CheckContext, { object, index }: IndexExpr, env: Env): void {
  if (object.kind !== "MemberExpr" || object.name.text !== "headers" || object.object.kind !== "NameExpr") return;
  const possible = env.possibleHeaders.get(object.object.text);
  if (possible === undefined || index.kind !== "StringLiteral" || possible.has(index.value)) return;
  const near = suggest(index.value, [...possible]);
  const help = didYouMean(near, `Set it before: \`.header("${index.value}", e => …)\`.`);
  const fixes = near === null ? [] : [renameFix(index.span, JSON.stringify(near))];
  report(context, env, index.span, messages.report("FLOW4024", { header: index.value, help }), { fixes });
}

/** The words of the program, for messages; long ones are cut. */
export function textOf(env: Env, expr: Expr): string {
  const text = env.unit.text.slice(expr.span.start, expr.span.end).replace(/\s+/g, " ");
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}
