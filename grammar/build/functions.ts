import type { CstNode } from "chevrotain";
import type { Block, Expr, LambdaExpr, LetStmt, MatchCase, MatchExpr, Parameter, StringLiteral } from "../ast.ts";
import { problem } from "../messages.ts";
import { type BuildContext, buildDeclaredName, elementSpan, nodeOf, nodesOf, tokenOf } from "./cst.ts";
import { buildString } from "./literals.ts";
import { buildTypeIn } from "./types.ts";

const IS_NAME = /^[A-Za-z_$][\w$]*$/;

/** `x => …`, `(a, b: T) => …`, with an expression or a block as its body. */
export function buildLambda(cst: CstNode, context: BuildContext): LambdaExpr {
  const span = elementSpan(cst);
  const only = tokenOf(cst, "LambdaName");
  const block = nodeOf(cst, "block");
  const body = block === undefined ? context.expression(nodeOf(cst, "expression"), span) : buildBlock(block, context);
  if (only === undefined) return { kind: "LambdaExpr", span, params: buildParameters(cst, context), body };
  const name = buildDeclaredName(only, span, context);
  const param: Parameter = {
    kind: "Parameter",
    span: name.span,
    doc: [],
    positional: false,
    name,
    type: null,
    value: null,
  };
  return { kind: "LambdaExpr", span, params: [param], body };
}

/** Reads the rule `parameters` of a lambda, a function or an extern declaration; none where there is no such list. */
export function buildParameters(cst: CstNode, context: BuildContext): Parameter[] {
  const list = nodeOf(cst, "parameters");
  return list === undefined ? [] : nodesOf(list, "parameter").map((each) => buildParameter(each, context));
}

function buildParameter(cst: CstNode, context: BuildContext): Parameter {
  const span = elementSpan(cst);
  const value = nodeOf(cst, "expression");
  return {
    kind: "Parameter",
    span,
    doc: context.docsBefore(span.start),
    positional: tokenOf(cst, "WordPositional") !== undefined,
    name: buildDeclaredName(tokenOf(cst, "Identifier"), span, context),
    type: buildTypeIn(cst, context),
    value: value === undefined ? null : context.expression(value, span),
  };
}

/** A block ends with its `return`; what stands behind one is reported and left out. */
export function buildBlock(cst: CstNode, context: BuildContext): Block {
  const span = elementSpan(cst);
  const lets: LetStmt[] = [];
  let result: Expr | null = null;
  for (const part of nodesOf(cst, "blockPart")) {
    const at = elementSpan(part);
    if (result !== null) {
      const advice = "A block ends with its `return`.";
      context.report(problem(at, "FLOW1102", { found: "statement", context: " after `return`", advice }));
      break;
    }
    const statement = nodeOf(part, "letStmt");
    if (statement !== undefined) lets.push(buildLet(statement, context));
    else result = context.expression(nodeOf(part, "expression"), at);
  }
  return { kind: "Block", span, lets, result: result ?? missingResult(cst, context) };
}

function missingResult(cst: CstNode, context: BuildContext): Expr {
  const brace = tokenOf(cst, "RightBrace");
  const at = brace === undefined ? elementSpan(cst).end : elementSpan(brace).start;
  if (brace !== undefined) {
    const parameters = { expected: "`return`", context: " at the end of the block", found: "`}`" };
    context.report(problem(elementSpan(brace), "FLOW1101", parameters));
  }
  return { kind: "MissingExpr", span: { start: at, end: at } };
}

/** A `let`. Those of a stream can keep something, and so have had another name; others cannot. */
export function buildLet(cst: CstNode, context: BuildContext, canKeep = false): LetStmt {
  const span = elementSpan(cst);
  const was = buildWas(cst, context);
  if (was !== null && !canKeep) context.report(problem(was.span, "FLOW1045"));
  return {
    kind: "LetStmt",
    span,
    doc: context.docsBefore(span.start),
    name: buildDeclaredName(tokenOf(cst, "Identifier"), span, context),
    was,
    type: buildTypeIn(cst, context),
    value: context.expression(nodeOf(cst, "expression"), span),
  };
}

/** `was "old"` behind the name of what `cst` declares; null where there is none, or no name in it. */
export function buildWas(cst: CstNode, context: BuildContext): StringLiteral | null {
  const written = nodeOf(cst, "was");
  if (written === undefined) return null;
  const was = buildString(tokenOf(written, "StringToken"), elementSpan(written));
  if (IS_NAME.test(was.value)) return was;
  if (was.raw !== "") context.report(problem(was.span, "FLOW1046", { found: was.value }));
  return null;
}

/** `match value { pattern => value … }`; what is missing becomes a missing node. */
export function buildMatch(cst: CstNode, context: BuildContext): MatchExpr {
  const span = elementSpan(cst);
  const value = context.expression(nodeOf(cst, "conditional"), span);
  const cases = nodesOf(cst, "matchCase").map((each): MatchCase => {
    const at = elementSpan(each);
    const patterns = buildPatterns(each, context);
    return { kind: "MatchCase", span: at, patterns, value: context.expression(nodeOf(each, "expression"), at) };
  });
  return { kind: "MatchExpr", span, value, cases };
}

/** The patterns of a case of `match` or `route`; none for `else`. */
export function buildPatterns(cst: CstNode, context: BuildContext): Expr[] {
  const list = nodeOf(cst, "patterns");
  if (list === undefined) return [];
  return nodesOf(list, "operand").map((operand) => {
    const pattern = context.operand(operand, elementSpan(list));
    if (!isPattern(pattern)) context.report(problem(pattern.span, "FLOW1106"));
    return pattern;
  });
}

function isPattern(pattern: Expr): boolean {
  switch (pattern.kind) {
    case "UnaryExpr":
      return pattern.operator === "-" && pattern.operand.kind === "NumberLiteral";
    case "NumberLiteral":
    case "StringLiteral":
    case "BoolLiteral":
    case "NullLiteral":
    case "DurationLiteral":
    case "SizeLiteral":
    case "TimestampLiteral":
    case "MissingExpr":
      return true;
    default:
      return false;
  }
}
