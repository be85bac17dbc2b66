/** What stands under the cursor: the question that hover, definition, references and rename begin with. */

import type { Analysis } from "../../compiler/compile.ts";
import type { BoundCall, FlowSymbol, Unit } from "../../compiler/model/checked.ts";
import type { Type } from "../../compiler/model/types/type.ts";
import type {
  AgentDecl,
  Argument,
  FieldType,
  MemberExpr,
  Name,
  NameExpr,
  Node,
  RegexLiteral,
  Span,
  StreamDecl,
  Wire,
} from "../../grammar/ast.ts";
import { nodeAt } from "../../grammar/walk.ts";

/** What stands at a place of the text, with the span that names it. */
export type Thing = { readonly span: Span } & (
  | {
      readonly kind: "symbol";
      readonly symbol: FlowSymbol;
      /** Type that the name has here, where it is known: narrower than at its declaration, or of a call's result. */
      readonly type: Type | null;
      /** The call of which this is the callee. */
      readonly call: BoundCall | null;
    }
  /** The name of an option or argument in a call. */
  | { readonly kind: "option"; readonly name: string; readonly call: BoundCall }
  /** A field of a record, where it is used or declared. */
  | { readonly kind: "field"; readonly name: string; readonly type: Type; readonly record: Type | null }
  | { readonly kind: "fieldType"; readonly field: FieldType }
  /** A type that is built in, or a type parameter. */
  | { readonly kind: "builtInType"; readonly name: string }
  | { readonly kind: "regex"; readonly type: Type }
  /** An arrow. */
  | { readonly kind: "wire"; readonly wire: Wire; readonly owner: AgentDecl | StreamDecl }
  /** The word after `guarantees`. */
  | { readonly kind: "guarantee"; readonly owner: AgentDecl | StreamDecl }
);

/** The thing at `offset` of the analysed file, or null where there is nothing to speak of. */
export function thingAt(analysis: Analysis, offset: number): Thing | null {
  const path = nodeAt(analysis.checked.entry.tree, offset);
  const node = path.at(-1);
  const parent = path.at(-2);
  if (node === undefined || parent === undefined) return null;
  switch (node.kind) {
    case "Name":
      return node.text === "" ? null : nameThing(analysis, node, parent, path);
    case "NameExpr":
      return symbolThing(analysis, node, parent) ?? fieldOfShorthand(analysis, node, parent);
    case "RegexLiteral":
      return regexThing(analysis, node);
    default:
      return wireThing(analysis, path, offset);
  }
}

/** The symbol of a declaration of this file, for its own name. */
function declaredBy(name: Name, node: Node, path: readonly Node[], unit: Unit): FlowSymbol | null {
  const agent = path.find((one) => one.kind === "AgentDecl");
  const stream = path.find((one) => one.kind === "StreamDecl") ?? null;
  switch (node.kind) {
    case "FnDecl":
      return node.name === name ? { kind: "fn", decl: node, unit } : null;
    case "ConstDecl":
      return { kind: "const", decl: node, unit };
    case "ParamDecl":
      return { kind: "param", decl: node, unit };
    case "SecretDecl":
      return { kind: "secret", decl: node, unit };
    case "TypeDecl":
      return node.name === name ? { kind: "type", decl: node, unit } : null;
    case "TopicDecl":
      return { kind: "topic", decl: node, unit };
    case "TableDecl":
      return { kind: "table", decl: node, unit };
    case "AgentDecl":
      return node.name === name ? { kind: "agent", decl: node, unit } : null;
    case "StreamDecl":
      return node.name === name ? { kind: "stream", decl: node, unit } : null;
    case "ComponentDecl":
      return agent === undefined ? null : { kind: "component", decl: node, agent, unit };
    case "LetStmt":
      return { kind: "let", decl: node, stream: path.at(-3) === stream ? stream : null, unit };
    case "Parameter":
      return { kind: "parameter", decl: node, unit };
    default:
      return null;
  }
}

function nameThing(analysis: Analysis, node: Name, parent: Node, path: readonly Node[]): Thing | null {
  const { checked } = analysis;
  const { span, text: name } = node;
  switch (parent.kind) {
    case "MemberExpr":
      return memberThing(analysis, node, parent, path.at(-3));
    case "Argument":
      return optionThing(analysis, node, parent, path.at(-3));
    case "RecordField": {
      const type = checked.types.get(parent.value);
      const around = path.at(-3);
      const record = around === undefined ? null : (checked.types.get(around) ?? null);
      return type === undefined ? null : { kind: "field", name, type, record, span };
    }
    case "FieldType":
      return { kind: "fieldType", field: parent, span };
    case "NamedType": {
      const symbol = checked.symbols.get(node);
      if (symbol !== undefined) return { kind: "symbol", symbol, type: null, call: null, span };
      return { kind: "builtInType", name, span };
    }
    case "AgentDecl":
    case "StreamDecl":
      if (parent.kind === "StreamDecl" && parent.overrun === node) return null;
      if (parent.guarantees === node) return { kind: "guarantee", owner: parent, span };
  }
  const symbol =
    checked.symbols.get(node) ?? externDeclared(analysis, node, parent) ?? declaredHere(analysis, node, parent, path);
  return symbol === null ? null : { kind: "symbol", symbol, type: null, call: null, span };
}

function declaredHere(analysis: Analysis, node: Name, parent: Node, path: readonly Node[]): FlowSymbol | null {
  return declaredBy(node, parent, path, analysis.checked.entry);
}

/** An extern declaration is read by the checker; its symbol comes from there. */
function externDeclared(analysis: Analysis, node: Name, parent: Node): FlowSymbol | null {
  if (parent.kind !== "ExternDecl" || parent.name !== node) return null;
  const { checked } = analysis;
  const scope = checked.scopeAt(checked.entry, node.span.start);
  const named = parent.receiver === null ? scope.components(parent.externKind) : [];
  return named.find((symbol) => symbol.decl === parent) ?? null;
}

function symbolThing(analysis: Analysis, node: NameExpr, parent: Node): Thing | null {
  const { symbols, types, calls } = analysis.checked;
  const symbol = symbols.get(node);
  if (symbol === undefined) return null;
  const call = parent.kind === "CallExpr" && parent.callee === node ? (calls.get(parent) ?? null) : null;
  const type = (call === null ? types.get(node) : types.get(parent)) ?? null;
  return { kind: "symbol", symbol, type, call, span: node.span };
}

/** `{ b }` of a name that nothing is known of still is a field. */
function fieldOfShorthand(analysis: Analysis, node: NameExpr, parent: Node): Thing | null {
  const type = analysis.checked.types.get(node);
  if (parent.kind !== "RecordField" || type === undefined) return null;
  return { kind: "field", name: node.text, type, record: null, span: node.span };
}

function memberThing(analysis: Analysis, node: Name, parent: MemberExpr, around: Node | undefined): Thing | null {
  const { symbols, types, calls } = analysis.checked;
  const called = around?.kind === "CallExpr" && around.callee === parent ? around : null;
  const symbol = symbols.get(parent) ?? symbols.get(node);
  const { span, text: name } = node;
  if (symbol !== undefined) {
    const type = types.get(called ?? parent) ?? null;
    return { kind: "symbol", symbol, type, call: called === null ? null : (calls.get(called) ?? null), span };
  }
  const type = types.get(parent);
  const object = types.get(parent.object);
  if (type === undefined || type.kind === "error" || object === undefined) return null;
  return { kind: "field", name, type, record: object.kind === "nullable" ? object.type : object, span };
}

function optionThing(analysis: Analysis, node: Name, parent: Argument, around: Node | undefined): Thing | null {
  const call = around?.kind === "CallExpr" ? analysis.checked.calls.get(around) : undefined;
  if (call === undefined || parent.name !== node) return null;
  return { kind: "option", name: node.text, call, span: node.span };
}

function regexThing(analysis: Analysis, node: RegexLiteral): Thing | null {
  const type = analysis.checked.types.get(node);
  return type === undefined ? null : { kind: "regex", type, span: node.span };
}

/** On an arrow itself: between the parts of a wire. */
function wireThing(analysis: Analysis, path: readonly Node[], offset: number): Thing | null {
  const wire = path.at(-1);
  const owner = path.at(-2);
  if (wire?.kind !== "Wire" || (owner?.kind !== "AgentDecl" && owner?.kind !== "StreamDecl")) return null;
  const { text } = analysis.checked.entry;
  const start = [offset, offset - 1].find((at) => text.startsWith("->", at));
  return start === undefined ? null : { kind: "wire", wire, owner, span: { start, end: start + 2 } };
}
