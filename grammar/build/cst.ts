import type { CstElement, CstNode, IToken } from "chevrotain";
import type { Expr, Name, Span } from "../ast.ts";
import { type Problem, problem } from "../messages.ts";
import { RESERVED_WORDS, VALUE_WORDS } from "../tokens/keywords.ts";

/** What the builders share while one file is read. */
export interface BuildContext {
  readonly text: string;
  /** The `///` lines before an offset, without their slashes. */
  readonly docsBefore: (offset: number) => readonly string[];
  readonly report: (found: Problem) => void;
  // Expressions hold functions and functions hold expressions. They find each other here, since files that import
  // each other in a circle are not wanted.
  /** `buildExpression` of `expressions.ts` */
  readonly expression: (cst: CstNode | undefined, at: Span) => Expr;
  /** `buildOperand` of `expressions.ts` */
  readonly operand: (cst: CstNode | undefined, at: Span) => Expr;
}

/** All sub-trees of a name; after a mistake there may be none where the grammar asks for one. */
export function nodesOf(cst: CstNode, name: string): CstNode[] {
  return (cst.children[name] ?? []).filter(isNode);
}

/** The first child of that rule, undefined where recovery has left it out. */
export function nodeOf(cst: CstNode, name: string): CstNode | undefined {
  return nodesOf(cst, name)[0];
}

/** All child tokens of that name, in order. */
export function tokensOf(cst: CstNode, name: string): IToken[] {
  return (cst.children[name] ?? []).filter((element): element is IToken => !isNode(element));
}

/** The first child token of that name, undefined where there is none. */
export function tokenOf(cst: CstNode, name: string): IToken | undefined {
  return tokensOf(cst, name)[0];
}

/** The elements of several names, in the order of the text. */
export function elementsInOrder(cst: CstNode, ...names: string[]): CstElement[] {
  const found = names.flatMap((name) => cst.children[name] ?? []);
  return found.length < 2 ? found : found.sort((a, b) => elementSpan(a).start - elementSpan(b).start);
}

/** Whether a child is a rule's and not a token. */
export function isNode(element: CstElement): element is CstNode {
  return "children" in element;
}

/** Where a token or sub-tree stands. Tokens made up by the parser have a place, so each sub-tree has one. */
export function elementSpan(element: CstElement): Span {
  if (!isNode(element)) return { start: element.startOffset, end: element.startOffset + element.image.length };
  const { startOffset = 0, endOffset = -1 } = element.location ?? {};
  return { start: startOffset, end: endOffset + 1 };
}

/** The span from the start of one node to the end of another. */
export function cover(first: { readonly span: Span }, last: { readonly span: Span }): Span {
  return { start: first.span.start, end: last.span.end };
}

/** The name that a token is; a name without text where there is none. */
export function buildName(token: IToken | undefined, at: Span): Name {
  if (token === undefined) return { kind: "Name", span: { start: at.end, end: at.end }, text: "" };
  return { kind: "Name", span: elementSpan(token), text: token.image };
}

/** The name that something gets: not `true`, `false` or `null`, which would always be the values, and not `else`. */
export function buildDeclaredName(token: IToken | undefined, at: Span, context: BuildContext): Name {
  const name = buildName(token, at);
  if ((VALUE_WORDS as readonly string[]).includes(name.text)) {
    context.report(problem(name.span, "FLOW1109", { name: name.text }));
  } else if ((RESERVED_WORDS as readonly string[]).includes(name.text)) {
    context.report(problem(name.span, "FLOW1111", { name: name.text }));
    // Nothing can name it, and that is no further mistake.
    return { ...name, text: "" };
  }
  return name;
}
