import type { Analysis } from "../../compiler/compile.ts";
import type { Name, NameExpr, Node, Span } from "../../grammar/ast.ts";
import { walk } from "../../grammar/walk.ts";
import { type Thing, thingAt } from "./thing-at.ts";

/** A place of the analysed file that names a thing. */
export interface Reference {
  readonly span: Span;
  /** The name in the thing's own declaration. */
  readonly declares: boolean;
  /** `{ b }`: names a field and the value that it gets. */
  readonly shorthand: boolean;
}

/** Every place of this file that names what stands under the cursor, in the order of the text. */
export function references(analysis: Analysis, offset: number): readonly Reference[] {
  const thing = thingAt(analysis, offset);
  return thing?.kind === "symbol" ? referencesTo(analysis, thing) : [];
}

/** Every place of this file that names the symbol. */
export function referencesTo(analysis: Analysis, thing: Thing & { readonly kind: "symbol" }): readonly Reference[] {
  const { symbols, entry } = analysis.checked;
  const { decl } = thing.symbol;
  const found = new Map<number, Reference>();
  const add = (node: Name | NameExpr, shorthand: boolean): void => {
    const declares = node === decl.name;
    if (node.text !== "") found.set(node.span.start, { span: node.span, declares, shorthand });
  };
  walk(entry.tree, (node, parent) => {
    const name = nameOf(node);
    if (name === null) return;
    const isIt = node === decl.name || symbols.get(node)?.decl === decl;
    if (isIt) add(name, parent?.kind === "RecordField" && parent.shorthand);
  });
  return [...found.values()].sort((a, b) => a.span.start - b.span.start);
}

/** The name that a node of the table of symbols stands under. */
function nameOf(node: Node): Name | NameExpr | null {
  if (node.kind === "Name" || node.kind === "NameExpr") return node;
  return node.kind === "MemberExpr" ? node.name : null;
}
