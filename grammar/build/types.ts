import type { CstNode, IToken } from "chevrotain";
import type { FieldType, FunctionTypeParam, LiteralType, Name, Span, TypeNode } from "../ast.ts";
import { problem } from "../messages.ts";
import type { QuantityValue } from "../scan/literals.ts";
import { type BuildContext, buildName, elementSpan, elementsInOrder, nodeOf, nodesOf, tokenOf } from "./cst.ts";

/** Reads the rule `type`; where the text has none, a `MissingType` at `at`'s end. */
export function buildType(cst: CstNode | undefined, at: Span, context: BuildContext): TypeNode {
  if (cst === undefined) return missingType(at);
  const members = nodesOf(cst, "postfixType").map((member) => buildPostfixType(member, context));
  const [only] = members;
  if (members.length === 1 && only !== undefined && tokenOf(cst, "Bar") === undefined) return only;
  return { kind: "UnionType", span: elementSpan(cst), members };
}

/** Reads the type in `cst` if it has one. */
export function buildTypeIn(cst: CstNode, context: BuildContext): TypeNode | null {
  const type = nodeOf(cst, "type");
  return type === undefined ? null : buildType(type, elementSpan(cst), context);
}

/** A type with what stands behind it: `[]`, `?` and `!`, from left to right. */
export function buildPostfixType(cst: CstNode, context: BuildContext): TypeNode {
  let type = buildPrimaryType(cst, context);
  const { start } = elementSpan(cst);
  for (const token of elementsInOrder(cst, "Question", "Not", "RightBracket")) {
    const span = { start, end: elementSpan(token).end };
    const mark = (token as IToken).tokenType.name;
    if (mark === "Question") type = { kind: "NullableType", span, type };
    else if (mark === "Not") type = { kind: "FallibleType", span, type };
    else type = { kind: "ArrayType", span, element: type };
  }
  return type;
}

/** The names in `<T, U>` of a declaration; none where there are no brackets. */
export function buildTypeParameters(cst: CstNode): Name[] {
  const list = nodeOf(cst, "typeParameters");
  if (list === undefined) return [];
  return nodesOf(list, "typeParameter").map((each) => buildName(tokenOf(each, "Identifier"), elementSpan(each)));
}

/** The types in `<int, string>` of a call or a named type; none where there are no brackets. */
export function buildTypeArguments(cst: CstNode | undefined, context: BuildContext): TypeNode[] {
  return cst === undefined ? [] : nodesOf(cst, "type").map((type) => buildType(type, elementSpan(type), context));
}

function buildPrimaryType(cst: CstNode, context: BuildContext): TypeNode {
  const named = nodeOf(cst, "namedType");
  if (named !== undefined) {
    const span = elementSpan(named);
    const name = buildName(tokenOf(named, "Identifier"), span);
    return { kind: "NamedType", span, name, args: buildTypeArguments(nodeOf(named, "typeArguments"), context) };
  }
  const literal = nodeOf(cst, "literalType");
  if (literal !== undefined) return buildLiteralType(literal);
  const group = nodeOf(cst, "groupedType");
  if (group !== undefined) return buildGroupedType(group, context);
  const record = nodeOf(cst, "recordType");
  if (record === undefined) return missingType(elementSpan(cst));
  const fields = nodesOf(record, "fieldType").map((field) => buildField(field, context));
  return { kind: "RecordType", span: elementSpan(record), fields };
}

function buildLiteralType(cst: CstNode): LiteralType {
  const span = elementSpan(cst);
  const token = tokenOf(cst, "Literal");
  const isNegative = tokenOf(cst, "Minus") !== undefined;
  const raw = `${isNegative ? "-" : ""}${token?.image ?? ""}`;
  return { kind: "LiteralType", span, value: literalValue(token, isNegative), raw };
}

function literalValue(token: IToken | undefined, isNegative: boolean): LiteralType["value"] {
  switch (token?.tokenType.name) {
    case "Quantity":
      return (token.payload as QuantityValue).value * (isNegative ? -1 : 1);
    case "StringToken":
      return token.payload as string;
    case "WordTrue":
      return true;
    case "WordFalse":
      return false;
    case "WordNull":
      return null;
    default:
      return token?.image ?? null;
  }
}

/** `(A)` is `A`: parentheses leave no trace in types. */
function buildGroupedType(cst: CstNode, context: BuildContext): TypeNode {
  const span = elementSpan(cst);
  const params = nodesOf(cst, "typeElement").map((element) => buildTypeElement(element, context));
  if (tokenOf(cst, "FatArrow") !== undefined) {
    return { kind: "FunctionType", span, params, result: buildType(nodeOf(cst, "type"), span, context) };
  }
  const elements = params.map((param) => param.type);
  const [only] = elements;
  if (only === undefined) {
    context.report(problem(span, "FLOW1101", { expected: "a type", context: " after `(`", found: "`)`" }));
    return missingType(span);
  }
  return elements.length === 1 ? only : { kind: "TupleType", span, elements };
}

function buildTypeElement(cst: CstNode, context: BuildContext): FunctionTypeParam {
  const span = elementSpan(cst);
  const token = tokenOf(cst, "Identifier");
  const type = buildType(nodeOf(cst, "type"), span, context);
  return { kind: "FunctionTypeParam", span, name: token === undefined ? null : buildName(token, span), type };
}

function buildField(cst: CstNode, context: BuildContext): FieldType {
  const span = elementSpan(cst);
  const name = buildName(tokenOf(cst, "Identifier"), span);
  const mark = tokenOf(cst, "Question");
  if (mark !== undefined) context.report(problem(elementSpan(mark), "FLOW1108", { name: name.text }));
  const type = buildType(nodeOf(cst, "type"), span, context);
  const pii = tokenOf(cst, "WordPii") !== undefined;
  return { kind: "FieldType", span, doc: context.docsBefore(span.start), pii, name, type };
}

function missingType(at: Span): TypeNode {
  return { kind: "MissingType", span: { start: at.end, end: at.end } };
}
