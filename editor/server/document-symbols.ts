import type { Unit } from "../../compiler/model/checked.ts";
import type { Declaration, Node, Span } from "../../grammar/ast.ts";

/** What an item of the outline is; `to-lsp.ts` has the protocol's kind for each. */
export type OutlineKind =
  | "agent"
  | "stream"
  | "topic"
  | "table"
  | "type"
  | "fn"
  | "const"
  | "param"
  | "secret"
  | "test"
  | "extern"
  | "component"
  | "let"
  | "field";

/** A declared thing and what is declared in it. */
export interface OutlineItem {
  readonly name: string;
  /** A few words on it, such as its type as written; empty for none. */
  readonly detail: string;
  readonly kind: OutlineKind;
  /** All of it. */
  readonly span: Span;
  /** Its name. */
  readonly nameSpan: Span;
  readonly children: readonly OutlineItem[];
}

/** The declarations of a file, in the order of the text. What has no name yet is left out. */
export function documentSymbols(unit: Unit): readonly OutlineItem[] {
  return unit.tree.declarations.flatMap((decl) => declared(unit, decl));
}

function declared(unit: Unit, decl: Declaration): OutlineItem[] {
  const textOf = (node: Node | null): string =>
    node === null ? "" : unit.text.slice(node.span.start, node.span.end).replace(/\s+/g, " ").slice(0, 80);
  switch (decl.kind) {
    case "ImportDecl":
      return [];
    case "TypeDecl": {
      const fields = decl.type.kind === "RecordType" ? decl.type.fields : [];
      const children = fields.flatMap((field) => item(field, "field", textOf(field.type)));
      return item(decl, "type", children.length > 0 ? "" : textOf(decl.type), children);
    }
    case "ConstDecl":
      return item(decl, "const", textOf(decl.type ?? decl.value));
    case "ParamDecl":
      return item(decl, "param", textOf(decl.type ?? decl.value));
    case "SecretDecl":
      return item(decl, "secret", "");
    case "FnDecl":
      return item(decl, "fn", textOf(decl.result));
    case "TopicDecl":
      return item(decl, "topic", textOf(decl.element));
    case "TableDecl":
      return item(decl, "table", textOf(decl.element));
    case "AgentDecl":
      return item(decl, "agent", textOf(decl.guarantees), decl.members.flatMap(part));
    case "StreamDecl":
      return item(decl, "stream", `every ${textOf(decl.every)}`, decl.members.flatMap(part));
    case "TestDecl":
      return item(decl, "test", "");
    case "ExternDecl":
      return item(decl, "extern", decl.externKind);
  }

  function part(member: Node): OutlineItem[] {
    if (member.kind === "ComponentDecl")
      return item(member, "component", `${member.role} ${componentName(member.value)}`);
    return member.kind === "LetStmt" ? item(member, "let", textOf(member.type)) : [];
  }
}

function componentName(value: Node): string {
  return value.kind === "CallExpr" && value.callee.kind === "NameExpr" ? value.callee.text : "";
}

function item(
  decl: Node & { readonly name: { readonly text: string; readonly span: Span } },
  kind: OutlineKind,
  detail: string,
  children: readonly OutlineItem[] = [],
): OutlineItem[] {
  const { text, span } = decl.name;
  return text === "" ? [] : [{ name: text, detail: detail.trim(), kind, span: decl.span, nameSpan: span, children }];
}
