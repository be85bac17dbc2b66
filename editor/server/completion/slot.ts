/** Which kind of thing can stand at the cursor. */
import type { AgentDecl, Declaration, Expr, Node, SourceFile, StreamDecl } from "../../../grammar/ast.ts";
import { CLAUSE_WORDS, EXTERN_WORDS } from "../../../grammar/tokens/keywords.ts";
import { nodeAt } from "../../../grammar/walk.ts";
import type { Cursor } from "./cursor.ts";
import { wordSlot } from "./heads.ts";
import type { Slot } from "./slot-kinds.ts";
import { aroundSpan, missingAt } from "./tree.ts";
import { DELIVERIES, GUARANTEE_WORDS, OVERRUN_WORDS } from "./words.ts";

/** The slot at the cursor; null where nothing can be suggested, such as the name of something new. */
export function slotAt(tree: SourceFile, cursor: Cursor): Slot | null {
  const { previous, typed, offset } = cursor;
  if (previous?.text === "." || previous?.text === "?.") return memberSlot(tree, cursor);
  const head = headSlot(tree, cursor) ?? wordSlot(cursor);
  if (head !== null) return head;
  const path = typed.start < typed.end ? nodeAt(tree, offset) : missingBehind(tree, cursor);
  const node = path?.at(-1);
  if (path && node && isTyped(node, cursor)) {
    const slot = slotOfNode(path, node, cursor);
    if (slot !== undefined) return slot;
  }
  return bracketSlot(tree, cursor);
}

function memberSlot(tree: SourceFile, { previous }: Cursor): Slot | null {
  if (previous === null) return null;
  const around = aroundSpan(tree, previous).at(-1);
  return around?.kind === "MemberExpr" ? { kind: "member", object: around.object } : null;
}

/** Between the words that a declaration begins with. */
function headSlot(tree: SourceFile, { previous, typed, brackets }: Cursor): Slot | null {
  if (previous === null || brackets.length > 0) return null;
  const decl = tree.declarations.findLast((one) => one.span.start <= previous.start);
  const words = (list: readonly string[]): Slot => ({ kind: "words", words: list });
  if (previous.text === "pub" && previous.end <= typed.start) return { kind: "declaration" };
  if (decl === undefined) return null;
  const isBehindName = "name" in decl && decl.name.text !== "" && previous.end === decl.name.span.end;
  switch (decl.kind) {
    case "AgentDecl":
      if (isBehindName) return words(["guarantees", "was"]);
      if (previous.end === decl.was?.span.end) return words(["guarantees"]);
      return previous.text === "guarantees" ? words(GUARANTEE_WORDS) : null;
    case "StreamDecl":
      if (isBehindName) return words(["every", "was"]);
      if (previous.end === decl.was?.span.end) return words(["every"]);
      if (previous.text === "guarantees") return words(GUARANTEE_WORDS);
      if (previous.text === "overrun") return words(OVERRUN_WORDS);
      return decl.every.kind !== "MissingExpr" && previous.end === decl.every.span.end
        ? words(["guarantees", "overrun", "maxRate", "maxRatePerPartition", "backpressure", "retries", "else"])
        : null;
    case "ImportDecl":
      return previous.text === "}" ? words(["from"]) : null;
    case "ExternDecl":
      if (previous.text === "extern") return words(EXTERN_WORDS);
      if (previous.text === "delivers") return words(DELIVERIES);
      return previous.text === ")" ? words([...CLAUSE_WORDS, "from"]) : null;
    default:
      return null;
  }
}

/** What is missing behind an operator, a bracket, or a word that wants something behind it. */
function missingBehind(tree: SourceFile, { previous, isWaiting }: Cursor): Node[] | null {
  return previous !== null && isWaiting ? missingAt(tree, previous.end) : null;
}

/** Whether the node is what is being typed, or what is missing there. */
function isTyped(node: Node, { typed }: Cursor): boolean {
  return node.span.start === typed.start || node.span.start === node.span.end;
}

/** By what the tree takes the typed or missing piece for; undefined where that says nothing. */
function slotOfNode(path: readonly Node[], node: Node, cursor: Cursor): Slot | null | undefined {
  const parent = path.at(-2);
  const around = path.at(-3);
  if (parent === undefined) return undefined;
  if (node.kind === "MissingType" || (node.kind === "Name" && parent.kind === "NamedType")) return { kind: "type" };
  if (node.kind === "Name") {
    if (parent.kind === "ImportDecl") return { kind: "import", decl: parent };
    if (parent.kind === "Argument" && around?.kind === "CallExpr")
      return { kind: "argument", call: around, at: parent };
    if (parent.kind === "Clause") return { kind: "words", words: [...CLAUSE_WORDS, "from"] };
    if (parent.kind === "RecordField" && around?.kind === "RecordExpr") return { kind: "field", record: around };
    return node.text === "" ? undefined : null;
  }
  if (node.kind !== "NameExpr" && node.kind !== "MissingExpr") return undefined;
  return slotOfExpr(path, node, parent, around, cursor);
}

function slotOfExpr(
  path: readonly Node[],
  node: Expr,
  parent: Node,
  around: Node | undefined,
  { previous }: Cursor,
): Slot | null | undefined {
  switch (parent.kind) {
    case "TargetExpr": {
      const owner = ownerOf(path);
      return owner === null ? null : { kind: "target", owner };
    }
    case "ComponentDecl":
      return { kind: "component", role: parent.role };
    case "TopicDecl":
      return { kind: "component", role: "topic" };
    case "TableDecl":
      return { kind: "component", role: "table" };
    case "Wire":
      return around?.kind === "AgentDecl" || around?.kind === "StreamDecl"
        ? { kind: "statement", owner: around }
        : null;
    case "ElseReject":
      return { kind: "reject" };
    case "ElseValue":
      return around?.kind === "TargetExpr" ? { kind: "words", words: ["drop"] } : { kind: "handler" };
    case "Argument":
      if (around?.kind !== "CallExpr") return undefined;
      if (parent.name !== null) return { kind: "option", call: around, name: parent.name.text };
      return parent.spread ? { kind: "expression" } : { kind: "argument", call: around, at: parent };
    case "MatchCase":
      if (around?.kind !== "MatchExpr" || parent.value === node) return { kind: "expression" };
      return { kind: "pattern", of: around.value, isRoute: false };
    case "RouteCase":
      return around?.kind === "Route" ? { kind: "pattern", of: around.selector, isRoute: true } : undefined;
    case "RecordField":
      if (!parent.shorthand || around?.kind !== "RecordExpr") return { kind: "expression" };
      return { kind: "field", record: around };
    case "Block":
      return previous?.text === "return" ? { kind: "expression" } : { kind: "statement", owner: parent };
    case "Clause":
      return parent.word.text === "delivers" ? { kind: "words", words: DELIVERIES } : { kind: "expression" };
    default:
      return { kind: "expression" };
  }
}

/** By the bracket around the cursor, where nothing is typed or missing. */
function bracketSlot(tree: SourceFile, cursor: Cursor): Slot | null {
  const bracket = cursor.brackets.at(-1);
  if (bracket === undefined) return atMargin(tree, cursor) ? { kind: "declaration" } : null;
  const path = aroundSpan(tree, bracket);
  const owner = path.at(-1);
  const isFirst = cursor.previous === null || cursor.previous.end === bracket.end || cursor.previous.text === ",";
  switch (owner?.kind) {
    case "AgentDecl":
    case "StreamDecl":
    case "TestDecl":
    case "Block":
      return { kind: "statement", owner };
    case "CallExpr":
      return isFirst ? { kind: "argument", call: owner, at: null } : null;
    case "RecordExpr":
      return isFirst ? { kind: "field", record: owner } : null;
    case "MatchExpr":
      return isFirst ? { kind: "pattern", of: owner.value, isRoute: false } : null;
    case "Route":
      return isFirst ? { kind: "pattern", of: owner.selector, isRoute: true } : null;
    case "FanOut": {
      const around = ownerOf(path);
      return isFirst && around !== null ? { kind: "target", owner: around } : null;
    }
    case "ImportDecl":
      return { kind: "import", decl: owner };
    case "ArrayExpr":
    case "TupleExpr":
    case "ParenExpr":
    case "IndexExpr":
    case "TemplateLiteral":
      return isFirst ? { kind: "expression" } : null;
    default:
      return null;
  }
}

/** Between declarations: not behind an operator that waits for something. */
function atMargin(tree: SourceFile, { previous, isWaiting }: Cursor): boolean {
  if (previous === null) return true;
  if (isWaiting) return false;
  const decl: Declaration | undefined = tree.declarations.findLast((one) => one.span.start <= previous.start);
  // `let`, `agent` and the like are followed by a name that nobody can guess.
  return decl === undefined || previous.start !== decl.span.start;
}

function ownerOf(path: readonly Node[]): AgentDecl | StreamDecl | null {
  const owner = path.findLast((node) => node.kind === "AgentDecl" || node.kind === "StreamDecl");
  return owner?.kind === "AgentDecl" || owner?.kind === "StreamDecl" ? owner : null;
}
