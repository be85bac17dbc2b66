import type { CallExpr, Expr } from "../../../grammar/ast.ts";
import type { Fix } from "../../../grammar/diagnostic.ts";
import { certain } from "../../model/types/construct.ts";
import type { Type } from "../../model/types/type.ts";
import { type CheckContext, type Env, nearest } from "../context/context.ts";
import { textOf } from "../value/member.ts";
import { isKnownAs, membersOf } from "../value/members.ts";
import { type Hint, visibleNames } from "../value/name.ts";
import { componentsOf, listed } from "./component.ts";

/** Namespaces of other languages: what is called in them is a member of the value here. */
const NAMESPACES: ReadonlySet<string> = new Set(["Math", "Number", "String", "Object", "Array", "Integer", "Double"]);

/** `max(a, b)`, `len(text)` and `Math.max(a, b)` are `a.max(b)` and `text.length` here; null where nothing is known. */
export function hintOnCall(context: CheckContext, call: CallExpr, env: Env): Hint | null {
  return hintOnFunction(context, call, env) ?? hintOnSource(context, call, env);
}

function hintOnFunction(context: CheckContext, call: CallExpr, env: Env): Hint | null {
  const { callee } = call;
  const isMember = callee.kind === "MemberExpr" && callee.object.kind === "NameExpr";
  const name = textOf(env, callee);
  const other = functionKnownAs(context, name);
  if (other !== null) return rewrite(callee, other, `Did you mean \`${other}\`?`);
  const [first, ...rest] = call.args;
  if (first === undefined || first.name !== null || first.value.kind === "LambdaExpr") return null;
  if (isMember && !NAMESPACES.has(textOf(env, callee.object))) return null;
  const last = isMember ? callee.name.text : name;
  const type = context.check(first.value, null, env);
  const members = membersOf(context, certain(type), env);
  const member = members.find(({ decl }) => decl.name.text === last) ?? members.find(isKnownAs(last));
  if (member === undefined) return null;
  const { kind } = member.declaration;
  const args = kind === "field" ? "" : `(${rest.map(({ value }) => writtenText(env, value)).join(", ")})`;
  const point = type.kind === "nullable" ? "?." : ".";
  const written = `${receiverText(env, first.value)}${point}${member.decl.name.text}${args}`;
  return rewrite(call, written, `It belongs to the value: \`${written}\`.`);
}

/** `xs(0)` of Scala is `xs[0]` here; nothing for what has no elements. */
export function hintOnElement(
  { callee, args, span }: CallExpr,
  type: Type,
  env: Env,
): { readonly how: string; readonly fixes: readonly Fix[] } {
  const [index] = args;
  if (!INDEXED.has(type.kind) || index === undefined || args.length > 1) return { how: "", fixes: [] };
  const text = `${writtenText(env, callee)}[${writtenText(env, index.value)}]`;
  return {
    how: ` An element is \`${text}\`.`,
    fixes: [{ title: `Write \`${text}\``, edits: [{ span, text }], safe: true }],
  };
}

const INDEXED: ReadonlySet<Type["kind"]> = new Set(["array", "string", "map", "tuple"]);

/** Outside of lambdas what is called in agents and streams is mostly meant to be a source. */
function hintOnSource(context: CheckContext, { callee }: CallExpr, env: Env): Hint | null {
  const mayBeSource = (env.where === "agent" || env.where === "stream") && env.element === null;
  if (!mayBeSource || callee.kind !== "NameExpr") return null;
  const sources = componentsOf(context, env, "source");
  const known = sources.find(isKnownAs(callee.text));
  if (known !== undefined) return rewrite(callee, known.decl.name.text, `Did you mean ${listed([known])}?`);
  if (nearest(context, callee.text, () => visibleNames(context, env)) !== null) return null;
  return { help: `Declare it, or import it from the file that does. Sources are ${listed(sources)}.`, fixes: [] };
}

/** The name here of a function that is called `name` elsewhere. */
function functionKnownAs(context: CheckContext, name: string): string | null {
  for (const symbols of context.scopes.stdlib.names.values()) {
    for (const symbol of symbols) {
      if (symbol.kind === "extern" && symbol.decl.externKind === "fn" && isKnownAs(name)(symbol))
        return symbol.decl.name.text;
    }
  }
  return null;
}

/** Not safe: what is called alike elsewhere need not be the same to the letter. */
function rewrite(at: Expr, text: string, help: string): Hint {
  return { help, fixes: [{ title: `Write \`${text}\``, edits: [{ span: at.span, text }], safe: false }] };
}

function receiverText(env: Env, expr: Expr): string {
  const text = writtenText(env, expr);
  return PRIMARY.has(expr.kind) ? text : `(${text})`;
}

function writtenText({ unit }: Env, { span }: Expr): string {
  return unit.text.slice(span.start, span.end);
}

/** What a point can follow. */
const PRIMARY: ReadonlySet<Expr["kind"]> = new Set([
  "NameExpr",
  "MemberExpr",
  "CallExpr",
  "IndexExpr",
  "ParenExpr",
  "StringLiteral",
  "TemplateLiteral",
  "ArrayExpr",
]);
