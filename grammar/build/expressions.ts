import type { CstNode, IToken } from "chevrotain";
import type { Argument, ElseHandler, Expr, MissingExpr, RecordField, Span, Spread, TemplateLiteral } from "../ast.ts";
import { problem } from "../messages.ts";
import {
  type BuildContext,
  buildName,
  cover,
  elementSpan,
  elementsInOrder,
  isNode,
  nodeOf,
  nodesOf,
  tokenOf,
  tokensOf,
} from "./cst.ts";
import { buildLambda, buildMatch } from "./functions.ts";
import { buildLiteral } from "./literals.ts";
import { joinOperators } from "./operators.ts";
import { buildTypeArguments } from "./types.ts";

/** Reads one of the rules `expression`, `branch` and `conditional`; a `MissingExpr` at `at`'s end for none. */
export function buildExpression(cst: CstNode | undefined, at: Span, context: BuildContext): Expr {
  if (cst === undefined) return missing(at);
  if (cst.name === "conditional") return buildConditional(cst, context);
  const lambda = nodeOf(cst, "lambda");
  if (lambda !== undefined) return buildLambda(lambda, context);
  let value = buildExpression(nodeOf(cst, "conditional"), at, context);
  for (const part of nodesOf(cst, "elseHandler")) {
    const handler = buildElseHandler(part, context);
    value = { kind: "ElseExpr", span: cover(value, handler), value, handler };
  }
  return value;
}

/** The expression in a bracketed list where there must be one and no more. */
function buildOnlyExpression(cst: CstNode, expected: string, context: BuildContext): Expr {
  const at = elementSpan(cst);
  const [first, second] = nodesOf(cst, "expression");
  if (first === undefined) {
    const found = context.text.slice(at.end - 1, at.end);
    const span = { start: at.end - 1, end: at.end };
    context.report(problem(span, "FLOW1101", { expected, context: "", found: `\`${found}\`` }));
    return missing({ start: at.end - 1, end: at.end - 1 });
  }
  if (second !== undefined) {
    const parameters = { found: "second value", context: "", advice: "One is enough here." };
    context.report(problem(elementSpan(second), "FLOW1102", parameters));
  }
  return buildExpression(first, at, context);
}

/** Reads the rule `operand`: prefixes, a primary expression, and what follows it. */
export function buildOperand(cst: CstNode | undefined, at: Span, context: BuildContext): Expr {
  if (cst === undefined) return missing(at);
  let value = buildPrimary(cst, context);
  for (const suffix of nodesOf(cst, "suffix")) value = buildSuffix(value, suffix, context);
  for (const prefix of tokensOf(cst, "PrefixOperator").reverse()) {
    const span = { start: prefix.startOffset, end: value.span.end };
    if (prefix.image === "try") value = { kind: "TryExpr", span, value };
    else value = { kind: "UnaryExpr", span, operator: prefix.image === "!" ? "!" : "-", operand: value };
  }
  return value;
}

function buildConditional(cst: CstNode, context: BuildContext): Expr {
  const at = elementSpan(cst);
  const operands = nodesOf(cst, "operand").map((operand) => buildOperand(operand, at, context));
  const condition = joinOperators(operands, tokensOf(cst, "BinaryOperator"));
  const then = nodeOf(cst, "expression");
  if (then === undefined) return condition;
  const otherwise = buildExpression(nodeOf(cst, "branch"), at, context);
  return {
    kind: "ConditionalExpr",
    span: cover(condition, otherwise),
    condition,
    // biome-ignore lint/suspicious/noThenProperty: the name of the part in the syntax tree
    then: buildExpression(then, at, context),
    otherwise,
  };
}

/** What stands behind `else`. */
export function buildElseHandler(cst: CstNode, context: BuildContext): ElseHandler {
  const span = elementSpan(cst);
  const branch = nodeOf(cst, "branch");
  if (tokenOf(cst, "WordDrop") !== undefined) return { kind: "ElseDrop", span };
  if (tokenOf(cst, "WordFail") !== undefined) return { kind: "ElseFail", span };
  if (branch !== undefined) return { kind: "ElseValue", span, value: buildExpression(branch, span, context) };
  return { kind: "ElseReject", span, target: buildOperand(nodeOf(cst, "operand"), span, context) };
}

function buildPrimary(cst: CstNode, context: BuildContext): Expr {
  const span = elementSpan(cst);
  for (const name in cst.children) {
    const element = cst.children[name]?.[0];
    if (element === undefined) continue;
    switch (name) {
      case "Literal":
        return buildLiteral(element as IToken);
      case "Identifier":
        return { kind: "NameExpr", span: elementSpan(element), text: (element as IToken).image };
      case "matchExpr":
        return buildMatch(element as CstNode, context);
      case "group":
        return buildGroup(element as CstNode, context);
      case "array":
        return buildArray(element as CstNode, context);
      case "record":
        return buildRecord(element as CstNode, context);
      case "template":
        return buildTemplate(element as CstNode, context);
      case "MissingValue":
        return { kind: "MissingExpr", span: elementSpan(element) };
    }
  }
  return missing(span);
}

function buildSuffix(object: Expr, cst: CstNode, context: BuildContext): Expr {
  const { end } = elementSpan(cst);
  const span = { start: object.span.start, end };
  const args = nodeOf(cst, "args");
  if (args !== undefined) {
    const typeArgs = buildTypeArguments(nodeOf(cst, "typeArguments"), context);
    return { kind: "CallExpr", span, callee: object, typeArgs, args: buildArguments(args, context) };
  }
  const index = nodeOf(cst, "index");
  if (index !== undefined) {
    return { kind: "IndexExpr", span, object, index: buildOnlyExpression(index, "an index", context) };
  }
  const optional = tokenOf(cst, "QuestionDot") !== undefined;
  return {
    kind: "MemberExpr",
    span,
    object,
    optional,
    name: buildName(tokenOf(cst, "Identifier"), { start: end, end }),
  };
}

function buildArguments(cst: CstNode, context: BuildContext): Argument[] {
  return nodesOf(cst, "argument").map((argument) => {
    const span = elementSpan(argument);
    const token = tokenOf(argument, "Identifier");
    return {
      kind: "Argument",
      span,
      name: token === undefined ? null : buildName(token, span),
      spread: tokenOf(argument, "Ellipsis") !== undefined,
      value: buildExpression(nodeOf(argument, "expression"), span, context),
    };
  });
}

function buildGroup(cst: CstNode, context: BuildContext): Expr {
  const span = elementSpan(cst);
  const elements = nodesOf(cst, "expression").map((element) => buildExpression(element, span, context));
  if (elements.length > 1) return { kind: "TupleExpr", span, elements };
  return { kind: "ParenExpr", span, value: elements[0] ?? buildOnlyExpression(cst, "a value", context) };
}

function buildArray(cst: CstNode, context: BuildContext): Expr {
  const elements = nodesOf(cst, "element").map((element): Expr | Spread => {
    const span = elementSpan(element);
    const value = buildExpression(nodeOf(element, "expression"), span, context);
    return tokenOf(element, "Ellipsis") === undefined ? value : { kind: "Spread", span, value };
  });
  return { kind: "ArrayExpr", span: elementSpan(cst), elements };
}

function buildRecord(cst: CstNode, context: BuildContext): Expr {
  const fields = nodesOf(cst, "field").map((field) => buildField(field, context));
  return { kind: "RecordExpr", span: elementSpan(cst), fields };
}

function buildField(cst: CstNode, context: BuildContext): RecordField | Spread {
  const span = elementSpan(cst);
  const expression = nodeOf(cst, "expression");
  if (tokenOf(cst, "Ellipsis") !== undefined) {
    return { kind: "Spread", span, value: buildExpression(expression, span, context) };
  }
  const quoted = tokenOf(cst, "StringToken");
  const name = buildName(tokenOf(cst, "Identifier") ?? quoted, span);
  if (quoted !== undefined) {
    const value = buildExpression(expression, span, context);
    return { kind: "RecordField", span, name: { ...name, text: String(quoted.payload) }, value, shorthand: false };
  }
  if (tokenOf(cst, "Colon") !== undefined) {
    return { kind: "RecordField", span, name, value: buildExpression(expression, span, context), shorthand: false };
  }
  return { kind: "RecordField", span, name, value: { ...name, kind: "NameExpr" }, shorthand: true };
}

function missing(at: Span): MissingExpr {
  return { kind: "MissingExpr", span: { start: at.end, end: at.end } };
}

/** Texts and values in turn; where two values meet, or one stands at an end, the text between is empty. */
function buildTemplate(cst: CstNode, context: BuildContext): TemplateLiteral {
  const texts = [""];
  const raws = [""];
  const values: Expr[] = [];
  for (const element of elementsInOrder(cst, "TemplateText", "templateValue")) {
    if (isNode(element)) {
      values.push(buildOnlyExpression(element, "a value", context));
      texts.push("");
      raws.push("");
    } else {
      texts[texts.length - 1] += element.payload as string;
      raws[raws.length - 1] += element.image;
    }
  }
  return { kind: "TemplateLiteral", span: elementSpan(cst), texts, raws, values };
}
