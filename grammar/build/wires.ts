import type { CstNode } from "chevrotain";
import type {
  AdvanceStmt,
  ComponentDecl,
  DropTarget,
  ElseHandler,
  ExpectFailureStmt,
  ExpectStmt,
  Expr,
  FanOut,
  GivenStmt,
  LambdaExpr,
  LetStmt,
  Node,
  Route,
  RouteCase,
  Span,
  Target,
  TestMember,
  Wire,
} from "../ast.ts";
import { suggest } from "../did-you-mean.ts";
import { problem, withFix } from "../messages.ts";
import { ROLE_WORDS } from "../tokens/keywords.ts";
import { walk } from "../walk.ts";
import { type BuildContext, buildDeclaredName, elementSpan, nodeOf, nodesOf, tokenOf } from "./cst.ts";
import { buildElseHandler, buildExpression, buildOperand } from "./expressions.ts";
import { buildLet, buildPatterns, buildWas } from "./functions.ts";
import { buildString } from "./literals.ts";

/** The components and wires of an agent, in the order in which they stand. */
export function buildAgentMembers(cst: CstNode, context: BuildContext): (ComponentDecl | Wire)[] {
  const members = nodesOf(cst, "agentMember").map((member) => {
    const component = nodeOf(member, "component");
    return component === undefined ? buildWire(member, context) : buildComponent(component, context);
  });
  reportLooseWires(members, context);
  return members;
}

/** The lets and wires of a stream, in the order in which they stand. */
export function buildStreamMembers(cst: CstNode, context: BuildContext): (LetStmt | Wire)[] {
  const members = nodesOf(cst, "streamMember").map((member) => {
    const binding = nodeOf(member, "letStmt");
    return binding === undefined ? buildWire(member, context) : buildLet(binding, context, true);
  });
  reportLooseWires(members, context);
  return members;
}

/** One statement of a `test` block. */
export function buildTestMember(cst: CstNode, context: BuildContext): TestMember {
  const given = nodeOf(cst, "givenStmt");
  if (given !== undefined) return buildGiven(given, context);
  const advance = nodeOf(cst, "advanceStmt");
  if (advance !== undefined) return buildAdvance(advance, context);
  const expect = nodeOf(cst, "expectStmt");
  return expect === undefined ? buildLet(nodeOf(cst, "letStmt") ?? cst, context) : buildExpect(expect, context);
}

/** A misspelt role, which has been reported, is taken for the one that was probably meant. */
function buildComponent(cst: CstNode, context: BuildContext): ComponentDecl {
  const span = elementSpan(cst);
  const written = tokenOf(cst, "role")?.image ?? "";
  const role = ROLE_WORDS.find((each) => each === written) ?? nearestRole(written);
  const name = buildDeclaredName(tokenOf(cst, "Identifier"), span, context);
  const value = buildExpression(nodeOf(cst, "expression"), span, context);
  const was = buildWas(cst, context);
  return { kind: "ComponentDecl", span, doc: context.docsBefore(span.start), role, name, was, value };
}

function nearestRole(written: string): ComponentDecl["role"] {
  const near = suggest(written, ROLE_WORDS);
  return ROLE_WORDS.find((each) => each === near) ?? "source";
}

function buildWire(member: CstNode, context: BuildContext): Wire {
  const cst = nodeOf(member, "wire") ?? member;
  const span = elementSpan(cst);
  const from = buildExpression(nodeOf(cst, "expression"), span, context);
  const to = nodesOf(cst, "target").map((target) => buildTarget(target, span, context));
  return { kind: "Wire", span, from, to };
}

/** Wires without a target. Where several stand in one line, that line is not a wire at all: one report will do. */
function reportLooseWires(members: readonly Node[], context: BuildContext): void {
  let end = -1;
  for (const member of members) {
    if (member.kind !== "Wire" || member.to.length > 0 || isIncomplete(member.from)) continue;
    const { from, span } = member;
    const isSameLine = end >= 0 && !context.text.slice(end, span.start).includes("\n");
    end = span.end;
    if (isSameLine) continue;
    if (from.kind === "LambdaExpr") reportFatArrow(from, context);
    else context.report(problem(from.span, "FLOW1105", { text: from.kind === "NameExpr" ? from.text : "…" }));
  }
}

/** Whether something is missing in it, which has been reported. */
function isIncomplete(expression: Expr): boolean {
  let incomplete = false;
  walk(expression, (node) => {
    incomplete ||= node.kind === "MissingExpr" || (node.kind === "Name" && node.text === "");
  });
  return incomplete;
}

/** A lambda leads nowhere either, but `a => b` was certainly meant for a wire. */
function reportFatArrow(from: LambdaExpr, context: BuildContext): void {
  const start = context.text.indexOf("=>", from.params.at(-1)?.span.end ?? from.span.start);
  const span = { start, end: start + 2 };
  const found = problem(span, "FLOW1009", { found: "`=>` between stages", advice: "Write `->`." });
  context.report(withFix(found, { title: "Write ->", edits: [{ span, text: "->" }], safe: true }));
}

function buildTarget(cst: CstNode | undefined, at: Span, context: BuildContext): Target {
  const span = cst === undefined ? { start: at.end, end: at.end } : elementSpan(cst);
  const place = cst && nodeOf(cst, "place");
  const otherwise = cst && nodeOf(cst, "elseHandler");
  const refused = otherwise === undefined ? null : buildElseHandler(otherwise, context);
  const special = place && buildSpecialTarget(place, context);
  if (special !== undefined) {
    if (refused !== null) reportLooseElse(special, refused, context);
    return special;
  }
  const value = buildOperand(place && nodeOf(place, "operand"), span, context);
  const optional = place !== undefined && tokenOf(place, "Question") !== undefined;
  if (refused !== null) reportUselessElse(refused, context);
  return { kind: "TargetExpr", span, value, optional, refused };
}

function buildSpecialTarget(place: CstNode, context: BuildContext): FanOut | Route | DropTarget | undefined {
  const fanOut = nodeOf(place, "fanOut");
  if (fanOut !== undefined) return buildFanOut(fanOut, context);
  const route = nodeOf(place, "route");
  if (route !== undefined) return buildRoute(route, context);
  return tokenOf(place, "WordDrop") === undefined ? undefined : { kind: "DropTarget", span: elementSpan(place) };
}

/** What a target refuses goes somewhere or is dropped; no value can stand for it. */
function reportUselessElse(handler: ElseHandler, context: BuildContext): void {
  if (handler.kind === "ElseFail") {
    const help = "Without an `else` what it refuses waits, and is tried again.";
    context.report(problem(handler.span, "FLOW1112", { what: "a target has no `else fail`", help }));
  } else if (handler.kind === "ElseValue" && !isIncomplete(handler.value)) {
    const help = "Write `else -> deadLetters` or `else drop` behind it.";
    const found = problem(handler.span, "FLOW1112", { what: "a value cannot replace what a target refuses", help });
    const { kind, span } = handler.value;
    const edits = [{ span: { start: span.start, end: span.start }, text: "-> " }];
    const isTarget = kind === "NameExpr" || kind === "CallExpr";
    context.report(isTarget ? withFix(found, { title: "Write ->", edits, safe: true }) : found);
  }
}

function reportLooseElse(target: FanOut | Route | DropTarget, { span }: ElseHandler, context: BuildContext): void {
  const what = target.kind === "DropTarget" ? "`drop` refuses nothing" : "an `else` belongs to a single target";
  const help =
    target.kind === "DropTarget"
      ? "Remove the `else`."
      : "Write it behind each target that it is for: `[a else -> dead, b]`.";
  context.report(problem(span, "FLOW1112", { what, help }));
}

function buildFanOut(cst: CstNode, context: BuildContext): FanOut {
  const span = elementSpan(cst);
  return { kind: "FanOut", span, targets: nodesOf(cst, "target").map((target) => buildTarget(target, span, context)) };
}

function buildRoute(cst: CstNode, context: BuildContext): Route {
  const span = elementSpan(cst);
  const selector = buildExpression(nodeOf(cst, "expression"), span, context);
  const cases = nodesOf(cst, "routeCase").map((each): RouteCase => {
    const at = elementSpan(each);
    const patterns = buildPatterns(each, context);
    return { kind: "RouteCase", span: at, patterns, target: buildTarget(nodeOf(each, "target"), at, context) };
  });
  return { kind: "Route", span, selector, cases };
}

function buildGiven(cst: CstNode, context: BuildContext): GivenStmt {
  const span = elementSpan(cst);
  const target = buildOperand(nodeOf(cst, "operand"), span, context);
  return { kind: "GivenStmt", span, target, value: buildExpression(nodeOf(cst, "expression"), span, context) };
}

function buildAdvance(cst: CstNode, context: BuildContext): AdvanceStmt {
  const span = elementSpan(cst);
  return { kind: "AdvanceStmt", span, by: buildExpression(nodeOf(cst, "expression"), span, context) };
}

function buildExpect(cst: CstNode, context: BuildContext): ExpectStmt | ExpectFailureStmt {
  const span = elementSpan(cst);
  const value = buildExpression(nodeOf(cst, "conditional"), span, context);
  if (tokenOf(cst, "fails") !== undefined) {
    const reason = tokenOf(cst, "StringToken");
    return {
      kind: "ExpectFailureStmt",
      span,
      owner: value,
      reason: reason === undefined ? null : buildString(reason, span),
    };
  }
  const expected = nodeOf(cst, "expected");
  if (expected !== undefined) return expectation(span, "contains", value, buildExpression(expected, span, context));
  if (value.kind === "BinaryExpr" && value.operator === "==") return expectation(span, "==", value.left, value.right);
  if (value.kind !== "MissingExpr") context.report(problem(value.span, "FLOW1107"));
  return expectation(span, "==", value, { kind: "MissingExpr", span: { start: span.end, end: span.end } });
}

function expectation(span: Span, relation: ExpectStmt["relation"], actual: Expr, expected: Expr): ExpectStmt {
  return { kind: "ExpectStmt", span, relation, actual, expected };
}
