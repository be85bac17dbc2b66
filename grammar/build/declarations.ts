import type { CstNode } from "chevrotain";
import type {
  Clause,
  Declaration,
  ElseDrop,
  ElseReject,
  Expr,
  ExternDecl,
  ExternKind,
  Name,
  Span,
  TypeNode,
} from "../ast.ts";
import { problem } from "../messages.ts";
import { EXTERN_WORDS } from "../tokens/keywords.ts";
import {
  type BuildContext,
  buildDeclaredName,
  buildName,
  elementSpan,
  nodeOf,
  nodesOf,
  tokenOf,
  tokensOf,
} from "./cst.ts";
import { buildElseHandler, buildExpression } from "./expressions.ts";
import { buildBlock, buildParameters, buildWas } from "./functions.ts";
import { buildString } from "./literals.ts";
import { buildPostfixType, buildType, buildTypeIn, buildTypeParameters } from "./types.ts";
import { buildAgentMembers, buildStreamMembers, buildTestMember } from "./wires.ts";

/** Reads the rule `declaration`; null where nothing is declared. */
export function buildDeclaration(cst: CstNode, context: BuildContext): Declaration | null {
  const span = elementSpan(cst);
  const pub = tokenOf(cst, "WordPub");
  for (const rule in cst.children) {
    const body = nodeOf(cst, rule);
    const build = BUILDERS[rule];
    if (body === undefined || build === undefined) continue;
    if (rule === "importDecl" && pub !== undefined) {
      const advice = "An import cannot be passed on; remove the `pub`.";
      context.report(problem(elementSpan(pub), "FLOW1102", { found: "`pub`", context: " before an import", advice }));
    }
    return build(body, { span, doc: [], pub: pub !== undefined }, context);
  }
  return null;
}

/** What all declarations have. */
interface Head {
  readonly span: Span;
  readonly doc: readonly string[];
  readonly pub: boolean;
}

type Builder = (cst: CstNode, head: Head, context: BuildContext) => Declaration;

const BUILDERS: Readonly<Record<string, Builder>> = {
  importDecl: (cst, { span }) => ({
    kind: "ImportDecl",
    span,
    names: tokensOf(cst, "Identifier").map((token) => buildName(token, span)),
    from: buildString(tokenOf(cst, "StringToken"), span),
  }),

  typeDecl: (cst, head, context) => ({
    kind: "TypeDecl",
    ...withDocs(head, context),
    name: nameOf(cst, head, context),
    typeParams: buildTypeParameters(cst),
    type: buildType(nodeOf(cst, "type"), head.span, context),
  }),

  valueDecl: (cst, head, context) => {
    const base = { ...withDocs(head, context), name: nameOf(cst, head, context) };
    const type = buildTypeIn(cst, context);
    const written = nodeOf(cst, "expression");
    const value = buildExpression(written, head.span, context);
    const word = tokenOf(cst, "word")?.image;
    if (word === "param") return { kind: "ParamDecl", ...base, type, value: written === undefined ? null : value };
    if (word === "const") return { kind: "ConstDecl", ...base, type, value };
    if (type !== null) {
      const advice = "A secret is always a `string`.";
      context.report(problem(type.span, "FLOW1102", { found: "type", context: " of a secret", advice }));
    }
    return { kind: "SecretDecl", ...base, value };
  },

  fnDecl: (cst, head, context) => {
    const block = nodeOf(cst, "block");
    const body = block === undefined ? assignedOf(cst, head, context) : buildBlock(block, context);
    return {
      kind: "FnDecl",
      ...withDocs(head, context),
      name: nameOf(cst, head, context),
      typeParams: buildTypeParameters(cst),
      params: buildParameters(cst, context),
      result: buildTypeIn(cst, context),
      body,
    };
  },

  topicDecl: (cst, head, context) => ({
    kind: "TopicDecl",
    ...withDocs(head, context),
    name: nameOf(cst, head, context),
    was: buildWas(cst, context),
    element: buildType(nodeOf(cst, "type"), head.span, context),
    value: assignedOf(cst, head, context),
  }),

  tableDecl: (cst, head, context) => ({
    kind: "TableDecl",
    ...withDocs(head, context),
    name: nameOf(cst, head, context),
    element: buildType(nodeOf(cst, "type"), head.span, context),
    value: assignedOf(cst, head, context),
  }),

  agentDecl: (cst, head, context) => ({
    kind: "AgentDecl",
    ...withDocs(head, context),
    name: nameOf(cst, head, context),
    was: buildWas(cst, context),
    guarantees: guaranteesOf(cst),
    members: buildAgentMembers(cst, context),
  }),

  streamDecl: (cst, head, context) => ({
    kind: "StreamDecl",
    ...withDocs(head, context),
    name: nameOf(cst, head, context),
    was: buildWas(cst, context),
    every: buildExpression(nodeOf(cst, "conditional"), missingSpan(cst, head), context),
    guarantees: guaranteesOf(cst),
    ...paceOf(nodeOf(cst, "pace"), context),
    retries: expressionOf(cst, "retries", context),
    otherwise: otherwiseOf(cst, context),
    members: buildStreamMembers(cst, context),
  }),

  testDecl: (cst, head, context) => {
    const { span, value } = buildString(tokenOf(cst, "StringToken"), head.span);
    return {
      kind: "TestDecl",
      ...withDocs(head, context),
      name: { kind: "Name", span, text: value },
      members: nodesOf(cst, "testMember").map((member) => buildTestMember(member, context)),
    };
  },

  externDecl: (cst, head, context): ExternDecl => {
    const from = tokenOf(cst, "StringToken");
    return {
      kind: "ExternDecl",
      ...withDocs(head, context),
      externKind: externKindOf(cst),
      receiver: receiverOf(cst, context),
      name: nameOf(cst, head, context),
      typeParams: buildTypeParameters(cst),
      params: buildParameters(cst, context),
      result: buildTypeIn(cst, context),
      clauses: nodesOf(cst, "clause").map((clause) => buildClause(clause, context)),
      from: from === undefined ? null : buildString(from, head.span),
    };
  },
};

/** An import has no docs, so only the builders that have a place for them take them out of the comments. */
function withDocs(head: Head, context: BuildContext): Head {
  return { ...head, doc: context.docsBefore(head.span.start) };
}

function nameOf(cst: CstNode, head: Head, context: BuildContext): Name {
  return buildDeclaredName(tokenOf(cst, "Identifier"), head.span, context);
}

function assignedOf(cst: CstNode, head: Head, context: BuildContext): Expr {
  return buildExpression(nodeOf(cst, "expression"), head.span, context);
}

/** Where the parser has noticed that a value is missing. */
function missingSpan(cst: CstNode, head: Head): Span {
  const missing = tokenOf(cst, "MissingValue");
  return missing === undefined ? head.span : elementSpan(missing);
}

function guaranteesOf(cst: CstNode): Name | null {
  const part = nodeOf(cst, "guarantees");
  return part === undefined ? null : buildName(tokenOf(part, "Identifier"), elementSpan(part));
}

/** What a stream does that is behind. */
function paceOf(pace: CstNode | undefined, context: BuildContext) {
  return {
    overrun: pace === undefined ? null : overrunOf(pace),
    maxRate: expressionOf(pace, "maxRate", context),
    maxRatePerPartition: expressionOf(pace, "maxRatePerPartition", context),
    backpressureSpan: pace === undefined ? null : wordSpan(pace, "backpressure"),
  };
}

function overrunOf(cst: CstNode): Name | null {
  const part = nodeOf(cst, "overrun");
  return part === undefined ? null : buildName(tokenOf(part, "Identifier"), elementSpan(part));
}

function wordSpan(cst: CstNode, label: string): Span | null {
  const word = tokenOf(cst, label);
  return word === undefined ? null : elementSpan(word);
}

/** The value behind a word in the head of a stream; null where the word is not there. */
function expressionOf(cst: CstNode | undefined, label: string, context: BuildContext): Expr | null {
  const written = cst === undefined ? undefined : nodeOf(cst, label);
  return written === undefined ? null : buildExpression(written, elementSpan(written), context);
}

/** An element that makes its batch fail goes somewhere or is dropped; no value can stand for it. */
function otherwiseOf(cst: CstNode, context: BuildContext): ElseReject | ElseDrop | null {
  const written = nodeOf(cst, "elseHandler");
  if (written === undefined) return null;
  const handler = buildElseHandler(written, context);
  if (handler.kind === "ElseReject" || handler.kind === "ElseDrop") return handler;
  const what =
    handler.kind === "ElseFail"
      ? "a stream whose batch fails ends anyway"
      : "nothing can stand for an element that makes its batch fail";
  if (handler.kind === "ElseFail" || handler.value.kind !== "MissingExpr") {
    context.report(problem(handler.span, "FLOW1120", { what }));
  }
  return null;
}

/** An unknown kind has been reported; it counts as a function. */
function externKindOf(cst: CstNode): ExternKind {
  const written = tokenOf(cst, "kind")?.image;
  return EXTERN_WORDS.find((each) => each === written) ?? "fn";
}

function receiverOf(cst: CstNode, context: BuildContext): TypeNode | null {
  const part = nodeOf(cst, "receiver");
  const written = part && nodeOf(part, "postfixType");
  if (part === undefined || written === undefined) return null;
  const type = buildPostfixType(written, context);
  const mark = tokenOf(part, "QuestionDot");
  if (mark === undefined) return type;
  return { kind: "NullableType", span: { start: elementSpan(part).start, end: mark.startOffset + 1 }, type };
}

function buildClause(cst: CstNode, context: BuildContext): Clause {
  const span = elementSpan(cst);
  const text = tokenOf(cst, "StringToken");
  return {
    kind: "Clause",
    span,
    word: buildName(tokenOf(cst, "Identifier"), span),
    args: buildClauseArguments(nodeOf(cst, "clauseArguments"), context),
    text: text === undefined ? null : buildString(text, span),
    for: buildClauseArguments(nodeOf(cst, "for"), context),
    unless: buildClauseArguments(nodeOf(cst, "unless"), context),
  };
}

function buildClauseArguments(cst: CstNode | undefined, context: BuildContext): Expr[] {
  if (cst === undefined) return [];
  return nodesOf(cst, "conditional").map((each) => buildExpression(each, elementSpan(cst), context));
}
