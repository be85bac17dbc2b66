import type { Type } from "../../../compiler/model/types/type.ts";
import type { Expr, Node } from "../../../grammar/ast.ts";
import { walk } from "../../../grammar/walk.ts";
import type { Change, Program, Rule } from "./mutant.ts";
import { isNamed } from "./name-rules.ts";

/** Values that are not of the type that their place wants. */
export const typeRules: Readonly<Record<string, Rule>> = {
  "a value of another type": (program) =>
    options(program).flatMap(({ value, type }) => {
      const other = ANOTHER[certain(type).kind];
      return isLiteral(value) && other !== undefined ? [{ span: value.span, text: other }] : [];
    }),
  "another unit": (program) =>
    program.nodes.flatMap(({ node }) => {
      if (node.kind === "DurationLiteral") return [{ span: node.span, text: "7KiB" }];
      return node.kind === "SizeLiteral" ? [{ span: node.span, text: "7s" }] : [];
    }),
  "no unit": (program) =>
    program.nodes.flatMap(({ node }) =>
      node.kind === "DurationLiteral" || node.kind === "SizeLiteral"
        ? [{ span: node.span, text: node.raw.replace(/\D+$/, "") }]
        : [],
    ),
  "another operator": (program) =>
    program.nodes.flatMap(({ node }) => {
      if (node.kind !== "BinaryExpr" || typeOf(program, node.left)?.kind !== "int") return [];
      return [{ span: node.operatorSpan, text: "&&", at: [node.span] }];
    }),
  "remove an else": (program) =>
    program.nodes.flatMap(({ node }) => {
      if (node.kind !== "ElseExpr" || typeOf(program, node.value)?.kind !== "fallible") return [];
      return [{ span: { start: node.value.span.end, end: node.span.end }, text: "", at: [node.value.span] }];
    }),
  "remove a try": (program) =>
    program.nodes.flatMap(({ node }) =>
      node.kind === "TryExpr"
        ? [{ span: { start: node.span.start, end: node.value.span.start }, text: "", at: [node.value.span] }]
        : [],
    ),
  "an else that is not needed": (program) =>
    program.nodes.flatMap(({ node }) => {
      if (node.kind !== "MemberExpr" || typeOf(program, node)?.kind !== "string") return [];
      const end = { start: node.span.end, end: node.span.end };
      return [{ span: end, text: ' else "x"' }].filter(() => isWhole(program, node));
    }),
  "remove a field": (program) =>
    program.nodes.flatMap(({ node }) => {
      if (node.kind !== "RecordExpr" || !isNamed(program, node)) return [];
      return node.fields.map((field) => ({ span: withComma(program, field), text: "", at: [node.span] }));
    }),
  "another type": (program) => [...fieldTypes(program), ...writtenTypes(program)],
  "break a regular expression": (program) =>
    program.nodes.flatMap(({ node }) => {
      if (node.kind !== "RegexLiteral") return [];
      const end = { start: node.span.start + 1, end: node.span.start + 1 };
      return [{ span: end, text: "(", at: [node.span] }];
    }),
  "name a parameter too many": (program) =>
    program.nodes.flatMap(({ node }) => {
      if (node.kind !== "LambdaExpr" || node.params.length < 2) return [];
      const last = (node.params.at(-1) as Node).span.end;
      return [{ span: { start: last, end: last }, text: ", z", at: node.params.map(({ span }) => span) }];
    }),
  "another element in a test": (program) =>
    program.nodes.flatMap(({ node, around }) => {
      if (node.kind !== "NumberLiteral" || !around.some(({ kind }) => kind === "ExpectStmt")) return [];
      return [{ span: node.span, text: '"x"' }];
    }),
};

/** What is no value of the kind. */
const ANOTHER: Readonly<Record<string, string>> = {
  int: '"x"',
  float: '"x"',
  string: "7",
  bool: "7",
  duration: '"x"',
  size: '"x"',
  union: "7",
  array: "7",
};

function options({ analysis, nodes }: Program): { value: Expr; type: Type }[] {
  return nodes.flatMap(({ node }) => {
    const bound = node.kind === "CallExpr" ? analysis.checked.calls.get(node) : undefined;
    return (bound?.args ?? []).flatMap(({ value, type, spreadField, values }) =>
      value === null || spreadField !== null || values !== null ? [] : [{ value, type }],
    );
  });
}

/** A field of another type: wrong wherever a literal of the record gives it, and wherever it is read. */
function fieldTypes(program: Program): Change[] {
  return program.nodes.flatMap(({ node, around }) => {
    const decl = around.at(-2);
    if (node.kind !== "FieldType" || decl?.kind !== "TypeDecl") return [];
    const at = program.nodes.flatMap(({ node: other }) => {
      if (other.kind === "MemberExpr" && other.name.text === node.name.text) return [other.span];
      const isField = other.kind === "RecordField" && other.name.text === node.name.text;
      return isField ? [other.value.span] : [];
    });
    const given = program.nodes.some(
      ({ node: other }) =>
        other.kind === "RecordExpr" &&
        isNamed(program, other) &&
        other.fields.some((field) => field.kind === "RecordField" && field.name.text === node.name.text),
    );
    return given ? [{ span: node.type.span, text: "bytes", at: [node.type.span, ...at] }] : [];
  });
}

/** A written type of something whose value is there to be seen. */
function writtenTypes(program: Program): Change[] {
  return program.nodes.flatMap(({ node }) => {
    if ((node.kind === "ParamDecl" || node.kind === "ConstDecl") && node.type !== null && node.value !== null)
      return [{ span: node.type.span, text: "bytes", at: [node.type.span, node.value.span] }];
    if (node.kind === "FnDecl" && node.result !== null && node.body.kind !== "Block")
      return [{ span: node.result.span, text: "bytes", at: [node.result.span, node.body.span] }];
    return [];
  });
}

/** True where nothing else stands around an expression that could take the `else` to itself. */
function isWhole({ nodes }: Program, expr: Node): boolean {
  const parent = nodes.find(({ node }) => node === expr)?.around.at(-1);
  return parent?.kind === "RecordField" || parent?.kind === "TupleExpr" || parent?.kind === "LambdaExpr";
}

export function withComma({ text }: Program, node: Node): { start: number; end: number } {
  const comma = /^\s*,\s*/.exec(text.slice(node.span.end))?.[0].length;
  if (comma !== undefined) return { start: node.span.start, end: node.span.end + comma };
  const before = /,\s*$/.exec(text.slice(0, node.span.start))?.[0].length ?? 0;
  return { start: node.span.start - before, end: node.span.end };
}

function typeOf({ analysis }: Program, expr: Expr): Type | undefined {
  return analysis.checked.types.get(expr);
}

function certain(type: Type): Type {
  return type.kind === "nullable" ? certain(type.type) : type;
}

function isLiteral(expr: Expr): boolean {
  let literal = true;
  walk(expr, (node) => {
    if (!/Literal$|^ArrayExpr$|^TemplateLiteral$/.test(node.kind) && node.kind !== "NameExpr") literal = false;
  });
  return literal && expr.kind !== "NameExpr";
}
