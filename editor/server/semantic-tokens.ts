/**
 * What each word of a file is, for colours: names by what they stand for, everything else by how it is written. Words of
 * the language are names of their own wherever the tree has a name, so the tree decides, and no list of words.
 */

import type { Analysis } from "../../compiler/compile.ts";
import type { Checked, FlowSymbol } from "../../compiler/model/checked.ts";
import type { Node } from "../../grammar/ast.ts";
import { scan } from "../../grammar/scan/scan.ts";
import { walk } from "../../grammar/walk.ts";

/** The kinds of tokens that are coloured, in the order in which the protocol numbers them. */
export const TOKEN_KINDS = [
  "comment",
  "keyword",
  "operator",
  "string",
  "number",
  "regexp",
  "type",
  "typeParameter",
  "namespace",
  "function",
  "method",
  "property",
  "parameter",
  "variable",
  "enumMember",
] as const;
/** What may be said of a token beside its kind, in the order of the protocol's bits. */
export const TOKEN_MODIFIERS = ["declaration", "readonly", "defaultLibrary", "documentation"] as const;

/** One of `TOKEN_KINDS`. */
export type TokenKind = (typeof TOKEN_KINDS)[number];
/** One of `TOKEN_MODIFIERS`. */
export type TokenModifier = (typeof TOKEN_MODIFIERS)[number];

/** A piece of one line. */
export interface SemanticToken {
  readonly start: number;
  readonly length: number;
  readonly kind: TokenKind;
  readonly modifiers: readonly TokenModifier[];
}

interface Look {
  readonly kind: TokenKind;
  readonly modifiers: readonly TokenModifier[];
}

/** The tokens of the analysed file, in the order of the text; what spans lines comes in one piece a line. */
export function semanticTokens(analysis: Analysis): readonly SemanticToken[] {
  const { text } = analysis.checked.entry;
  const names = namesOf(analysis.checked);
  const { tokens, comments } = scan(text);
  const found: SemanticToken[] = [];
  const add = (start: number, image: string, look: Look): void => {
    let at = start;
    for (const line of image.split(/\r\n?|\n/)) {
      if (line.length > 0) found.push({ start: at, length: line.length, ...look });
      at += line.length;
      at += text.startsWith("\r\n", at) ? 2 : 1;
    }
  };
  for (const { startOffset, image, tokenType } of tokens) {
    const look = BY_TOKEN[tokenType.name] ?? (/^[\w$]+$/.test(image) ? (names.get(startOffset) ?? KEYWORD) : null);
    if (look !== null) add(startOffset, image, look);
  }
  for (const { span, text: image } of comments) {
    add(span.start, image, image.startsWith("///") ? DOCUMENTATION : COMMENT);
  }
  return found.sort((a, b) => a.start - b.start);
}

const look = (kind: TokenKind, ...modifiers: TokenModifier[]): Look => ({ kind, modifiers });
const KEYWORD = look("keyword");
const COMMENT = look("comment");
const DOCUMENTATION = look("comment", "documentation");

const BY_TOKEN: Readonly<Record<string, Look>> = {
  StringToken: look("string"),
  TemplateStart: look("string"),
  TemplateText: look("string"),
  TemplateEnd: look("string"),
  Quantity: look("number"),
  TimestampToken: look("number"),
  RegexToken: look("regexp"),
  Arrow: look("operator"),
  FatArrow: look("operator"),
};

/** By offset: what the tree takes for a name. */
function namesOf(checked: Checked): ReadonlyMap<number, Look> {
  const found = new Map<number, Look>();
  walk(checked.entry.tree, (node, parent) => {
    if ((node.kind === "Name" || node.kind === "NameExpr") && node.text !== "" && parent !== null) {
      found.set(node.span.start, lookOf(checked, node, parent));
    }
  });
  return found;
}

function lookOf(checked: Checked, node: Node & { readonly kind: "Name" | "NameExpr" }, parent: Node): Look {
  const isMember = node.kind === "Name" && parent.kind === "MemberExpr";
  const symbol = checked.symbols.get(node) ?? (isMember ? checked.symbols.get(parent) : undefined);
  if (symbol !== undefined) return lookOfSymbol(symbol);
  if (node.kind === "NameExpr") return look(parent.kind === "Clause" ? "enumMember" : "variable");
  switch (parent.kind) {
    case "TypeDecl":
      return look(parent.name === node ? "type" : "typeParameter", "declaration");
    case "NamedType":
      return look("type", "defaultLibrary");
    case "FnDecl":
    case "ExternDecl":
      return look(parent.name === node ? "function" : "typeParameter", "declaration");
    case "AgentDecl":
    case "StreamDecl":
      return parent.name === node ? look("namespace", "declaration") : look("enumMember");
    case "ConstDecl":
    case "ParamDecl":
    case "SecretDecl":
      return look("variable", "declaration", "readonly");
    case "TopicDecl":
    case "TableDecl":
    case "ComponentDecl":
    case "LetStmt":
      return look("variable", "declaration");
    case "Parameter":
      return look("parameter", "declaration");
    case "FunctionTypeParam":
    case "Argument":
      return look("parameter");
    case "FieldType":
      return look("property", "declaration");
    case "Clause":
      return KEYWORD;
    default:
      return look("property");
  }
}

function lookOfSymbol(symbol: FlowSymbol): Look {
  const standard: TokenModifier[] = symbol.unit.stdlib ? ["defaultLibrary"] : [];
  switch (symbol.kind) {
    case "extern": {
      const { externKind, receiver } = symbol.decl;
      return look(externKind === "field" ? "property" : receiver === null ? "function" : "method", ...standard);
    }
    case "fn":
      return look("function", ...standard);
    case "const":
    case "param":
    case "secret":
      return look("variable", "readonly", ...standard);
    case "type":
      return look("type", ...standard);
    case "agent":
    case "stream":
      return look("namespace");
    case "topic":
    case "table":
    case "component":
    case "let":
      return look("variable");
    case "parameter":
      return look("parameter");
  }
}
