import type { IToken } from "chevrotain";
import type { Node, Span } from "./ast.ts";
import { parse } from "./parse.ts";
import { scan, tokenSpan } from "./scan/scan.ts";
import * as t from "./tokens/tokens.ts";
import { walk } from "./walk.ts";

/** What a piece of text is by its token alone, as an editor colours it before anything is checked. */
export type LexicalKind =
  | "comment"
  | "doc"
  | "keyword"
  | "value"
  | "number"
  | "string"
  | "regex"
  | "timestamp"
  | "operator"
  | "punctuation"
  | "name"
  | "type"
  | "property";

/** A piece of text and what it is. */
export interface Lexeme {
  readonly span: Span;
  readonly kind: LexicalKind;
}

/**
 * The pieces of a text in order, blanks and unreadable characters left out. Words are keywords only where the grammar
 * takes them for such: the syntax tree tells, which knows every name.
 */
export function lex(text: string): Lexeme[] {
  const { tokens, comments } = scan(text);
  const names = nameKinds(parse(text, "").tree);
  const pieces = tokens.map((token, index): Lexeme => {
    const kind = kindOf(token, names);
    const isExternKind = kind === "name" && !names.has(token.startOffset) && tokens[index - 1]?.image === "extern";
    return { span: tokenSpan(token), kind: isExternKind ? "keyword" : kind };
  });
  for (const { span, text: comment } of comments) {
    pieces.push({ span, kind: /^\/\/\/(?!\/)/.test(comment) ? "doc" : "comment" });
  }
  return pieces.sort((a, b) => a.span.start - b.span.start);
}

/** The names of a tree by their offsets. */
function nameKinds(tree: Node): ReadonlyMap<number, LexicalKind> {
  const kinds = new Map<number, LexicalKind>();
  walk(tree, (node, parent) => {
    if (node.kind === "ComponentDecl") kinds.set(node.span.start, "keyword");
    if (node.kind === "NameExpr") kinds.set(node.span.start, "name");
    if (node.kind === "Name" && node.text !== "") kinds.set(node.span.start, nameKind(node, parent));
  });
  return kinds;
}

function nameKind(name: Node, parent: Node | null): LexicalKind {
  switch (parent?.kind) {
    case "NamedType":
    case "TypeDecl":
      return "type";
    case "FnDecl":
    case "ExternDecl":
      return name === parent.name ? "name" : "type";
    case "Clause":
      return "keyword";
    case "MemberExpr":
    case "RecordField":
    case "Argument":
    case "FieldType":
      return "property";
    default:
      return "name";
  }
}

const PUNCTUATION: ReadonlySet<unknown> = new Set([
  t.LeftParen,
  t.RightParen,
  t.LambdaParen,
  t.LeftBracket,
  t.RightBracket,
  t.LeftBrace,
  t.RightBrace,
  t.BlockBrace,
  t.TemplateOpen,
  t.Comma,
  t.Colon,
  t.Dot,
]);

function kindOf(token: IToken, names: ReadonlyMap<number, LexicalKind>): LexicalKind {
  const type = token.tokenType;
  switch (type) {
    case t.Quantity:
      return "number";
    case t.RegexToken:
      return "regex";
    case t.TimestampToken:
      return "timestamp";
    case t.StringToken:
    case t.TemplateStart:
    case t.TemplateText:
    case t.TemplateEnd:
      return "string";
  }
  if (PUNCTUATION.has(type)) return "punctuation";
  if (!t.isName(type) && type !== t.CaseElse) return "operator";
  const name = names.get(token.startOffset);
  if (name !== undefined) return name;
  if (type === t.Identifier || type === t.LambdaName) return "name"; // in a part that could not be parsed
  return type.CATEGORIES?.includes(t.Literal) ? "value" : "keyword";
}
