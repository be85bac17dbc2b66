import type { IndexExpr, Span } from "../../../grammar/ast.ts";
import type { Fix } from "../../../grammar/diagnostic.ts";
import type { Type } from "../../model/types/type.ts";
import type { Env } from "../context/context.ts";

/** What other languages call the element at an index. */
const NAMES = ["at", "get", "nth", "elementAt", "charAt", "item"];

/** Of `xs.at(6)`, where `span` is the name: that an index gives it. Null where the call asks for no element. */
export function indexIdiom(
  receiver: Type,
  name: string,
  span: Span,
  env: Pick<Env, "unit">,
): { readonly help: string; readonly fixes: readonly Fix[] } | null {
  const { kind } = receiver;
  if ((kind !== "array" && kind !== "string" && kind !== "tuple") || !NAMES.includes(name)) return null;
  const argument = /\(\s*(-?\w+)\s*\)/y;
  argument.lastIndex = span.end;
  const [call, index] = argument.exec(env.unit.text) ?? ["", "n"];
  const isFromEnd = index?.startsWith("-") ?? false;
  const member = kind === "array" && index === "-1" ? ".last()" : isFromEnd ? null : `[${index}]`;
  if (member === null) return { help: "An index counts from the beginning: `[n]`.", fixes: [] };
  const otherwise = kind === "tuple" ? "" : ", which is null where there is none";
  const help = `Write \`${member}\`${otherwise}.`;
  const { text } = env.unit;
  if (call === "" || text[span.start - 1] !== "." || text[span.start - 2] === "?") return { help, fixes: [] };
  const edits = [{ span: { start: span.start - 1, end: span.end + call.length }, text: member }];
  return { help, fixes: [{ title: `Write \`${member}\``, edits, safe: true }] };
}

/** Of `hit["path"]`, where `hit` is a record: that a point gives a field. */
export function fieldIdiom(
  receiver: Type,
  { object, index, span }: IndexExpr,
  { unit: { text } }: Pick<Env, "unit">,
): { readonly help: string; readonly fixes: readonly Fix[] } {
  if (receiver.kind !== "record") return { help: "", fixes: [] };
  const isField = index.kind === "StringLiteral" && receiver.fields.some(({ name }) => name === index.value);
  if (!isField) {
    const field = `A field is named behind a point: \`.${receiver.fields[0]?.name ?? "field"}\`.`;
    const map = 'What is looked up by a value is a map: `[("a", 1), ("b", 2)].toMap()`.';
    return { help: index.kind === "StringLiteral" ? field : map, fixes: [] };
  }
  const written = `${text.slice(object.span.start, object.span.end)}.${index.value}`;
  const edits = [{ span: { start: object.span.end, end: span.end }, text: `.${index.value}` }];
  return { help: `Write \`${written}\`.`, fixes: [{ title: `Write \`${written}\``, edits, safe: true }] };
}
